/**
 * A refusal by a rule of the business. Callers match on `code`; `detail` is a sentence for people without personal
 * data; `pointer` is the JSON pointer (RFC 6901) of the part of the command that is at fault.
 */
export type Rejection<Code extends string> = {
  readonly code: Code;
  readonly detail: string;
  readonly pointer?: string;
};

/** The same refusal, said of another part of the command. */
export const at = <Refusal extends { readonly detail: string }>(
  pointer: string,
  rejection: Refusal,
): Refusal & { readonly pointer: string } => ({ ...rejection, pointer });
