import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import type { KeyWrapping } from './key-wrapping.ts';

/** For how long an unwrapped key stays in memory, in milliseconds, and how many do. */
export const rememberedMilliseconds = 60_000;
export const rememberedMaximum = 1_000;

/**
 * Remembers for a minute what was unwrapped, so that a subject's values cost one call to KMS a minute and not one each.
 * Whoever unwraps has just read the wrapped key, so what was destroyed meanwhile is not asked for any more. A call that
 * failed is not remembered.
 */
export const rememberedWrapping = (wrapping: KeyWrapping, now: () => number): KeyWrapping => {
  const remembered = new Map<string, { readonly key: Promise<Uint8Array>; readonly until: number }>();
  const forgetOld = (): void => {
    // The oldest come first.
    for (const [name, { until }] of remembered)
      if (until <= now() || remembered.size >= rememberedMaximum) remembered.delete(name);
      else break;
  };
  return {
    wrap: wrapping.wrap,
    unwrap: (wrapped, context) => {
      forgetOld();
      const name = `${Buffer.from(wrapped).toString('base64')} ${canonicalJson(context)}`;
      const known = remembered.get(name);
      if (known !== undefined) return known.key;
      const key = wrapping.unwrap(wrapped, context);
      remembered.set(name, { key, until: now() + rememberedMilliseconds });
      key.catch(() => remembered.delete(name));
      return key;
    },
  };
};
