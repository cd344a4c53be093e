/** What a verifier is to accept or to refuse; bytes are base64. The names are those that main.go reads. */
export type Claim = { readonly verifierKey: string } & (
  | { readonly kind: 'checkpoint'; readonly note: string }
  | { readonly kind: 'inclusion'; readonly proof: string; readonly entry: string }
  | { readonly kind: 'consistency'; readonly proof: string; readonly earlierNote: string }
  | {
      readonly kind: 'tiles';
      readonly note: string;
      readonly bundles: readonly string[];
      readonly tiles: readonly { readonly level: number; readonly index: number; readonly bytes: string }[];
    }
);

/** A claim, and what was done to it; nothing, where it is to be accepted. */
export type ClaimCase = { readonly log: string; readonly tampering: string | undefined; readonly claim: Claim };
