import { derivedId } from '../../../functions/runtime/derived-id.ts';
import type { CloseJudge } from '../judges/close-judge.ts';
import { passing } from './passing.ts';
import { settledAfter } from './settled-after.ts';
import type { System } from './system.ts';
import { ledgerName, type World } from './world.ts';

/** Has the log closed, as often as it takes, by whichever process of the audit answers. */
export type Accountant = { readonly close: (key: string, fingerprint?: string) => Promise<void> };

const attemptsMaximum = 6;

/** A caller waits for no longer than an API's function does. */
const waitMilliseconds = 12_000;

export const accountantOf = (world: World, { sealers }: System, judge: CloseJudge): Accountant => {
  const { schedule, trace, weather } = world;

  return {
    close: async (key, fingerprint = 'as it is') => {
      const { random } = weather.at(key);
      const requestId = derivedId('req', { ledger: ledgerName, operation: 'closeLog', key });
      for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
        const answered = await judge.asked(requestId, fingerprint);
        trace.tell(`${key} asks for a close`);
        schedule.stir();
        const asked = { ledger: ledgerName, requestId, fingerprint, actor: 'accountant', dryRun: false };
        const audit = random.pick(sealers());
        const tried = await settledAfter(audit.call(({ onDemand }) => onDemand(asked), waitMilliseconds, 'close'));
        schedule.stir();
        if (tried.ok) {
          trace.tell(`${key} hears ${tried.answer.code}`);
          return answered(tried.answer);
        }
        const name = tried.failure instanceof Error ? tried.failure.name : 'unknown';
        trace.tell(`${key} hears nothing: ${name}`);
        if (!passing.has(name)) trace.violate('SIM-18', `${key} failed: ${String(tried.failure)}`);
        await schedule.sleep(1_000 * (1 + random.below(40)));
      }
    },
  };
};
