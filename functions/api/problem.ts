import { type ProblemCode, statusOf } from './status-of.ts';

/**
 * One thing that is wrong with a request: at a JSON pointer into its body, or with a header or query parameter of this
 * name, or with the request as a whole.
 */
export type Fault = {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly pointer?: string;
  readonly parameter?: string;
};

/** Why a request is refused. `code` and `detail` are of the whole; `faults` say where. */
export type Problem = { readonly code: ProblemCode; readonly detail: string; readonly faults: readonly Fault[] };

/** More faults than these help nobody, and would let a small request ask for a large answer. */
export const faultsMaximum = 100;

/** A refusal for one reason. */
export const problemOf = (fault: Fault): Problem => {
  const { code, detail, pointer, parameter } = fault;
  return { code, detail, faults: pointer === undefined && parameter === undefined ? [] : [fault] };
};

/** A refusal for one or more faults of the same standing: their common code, or else `mixed`. */
export const problemOfFaults = (first: Fault, more: readonly Fault[], mixed: ProblemCode): Problem => {
  const faults = [first, ...more].slice(0, faultsMaximum);
  if (more.length === 0) return { code: first.code, detail: first.detail, faults };
  const common = more.every(({ code }) => code === first.code);
  return { code: common ? first.code : mixed, detail: `${more.length + 1} parts of the request are at fault.`, faults };
};

/** The problem as a document of RFC 9457. */
export const problemDocument = ({ code, detail, faults }: Problem, requestId: string) => ({
  type: `urn:quipu:problem:${code}`,
  title: titleOf(code),
  status: statusOf[code],
  detail,
  code,
  errors: faults,
  requestId,
});

/** `InsufficientFunds` as "Insufficient funds". */
export const titleOf = (code: ProblemCode): string =>
  code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
