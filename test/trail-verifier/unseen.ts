import { linesIn, textIn } from './tampering.ts';
import type { TrailFiles } from './verifier.ts';

/** What honest trails have to have had among them, or the verifier was not asked enough. */
const wanted: Readonly<Record<string, RegExp>> = {
  'a refused request': /"what":"RequestRejected"/,
  'a settled risk alert': /"what":"RiskAlertResolved"/,
  'new keys of the log': /"what":"LogKeysChanged"/,
  'an account that was frozen': /"what":"AccountFrozen"/,
  'a hold that expired': /"what":"HoldExpired"/,
  'a hold that was voided': /"what":"HoldVoided"/,
  'an entry with its text apart': /"textHash":"/,
  'an amount in yen': /"currency":"JPY"/,
  'an amount in Kuwaiti dinars': /"currency":"KWD"/,
  'two signatures on its checkpoint': /^— .*\n— /m,
  'another key than the period before': /"keys":\["[^"]*","[^"]*"/,
  'a proof that it goes on from a period before': /^old \d+$/m,
};

/** Sees trails, and tells what none of them has had. */
export const unseenIn = () => {
  const left = new Map(Object.entries(wanted));
  return {
    see: (files: TrailFiles): void => {
      if (left.size === 0) return;
      const bundles = [...files]
        .filter(([path]) => path.startsWith('tile/entries/'))
        .map(([, bytes]) => bytes.toString());
      const others = ['policy.json', 'checkpoint', 'previous/consistency'].map((path) => textIn(files, path) ?? '');
      const texts = [...bundles, ...linesIn(files, 'heads/closing.jsonl'), ...others];
      for (const [what, pattern] of left) if (texts.some((text) => pattern.test(text))) left.delete(what);
    },
    left: (): readonly string[] => [...left.keys()],
  };
};
