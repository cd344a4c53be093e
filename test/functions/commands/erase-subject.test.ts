import { describe, expect, it } from '@jest/globals';
import type { EventStore, StoredEvent } from '../../../domain/ports/event-store.ts';
import type { SubjectKeys } from '../../../domain/ports/subject-keys.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { memorySubjectKeys } from '../../../functions/adapters/memory/subject-keys.ts';
import { eraseSubject } from '../../../functions/commands/erase-subject.ts';
import { openSealedValue } from '../../../functions/commands/open-sealed-value.ts';
import { sealValue } from '../../../functions/commands/seal-value.ts';
import { finishErasures } from '../../../functions/sweeper/finish-erasures.ts';
import type { SweepDependencies } from '../../../functions/sweeper/sweep.ts';
import '../../support/quiet-log.ts';
import { origin, testLedger } from '../../support/test-ledger.ts';

/** A process that ends at its n-th call of a store: before the call takes effect, or after it. */
type Ending = { readonly at: number; readonly when: 'before' | 'after' };

const dying = <Store extends object>(store: Store, calls: { made: number }, { at, when }: Ending): Store =>
  Object.fromEntries(
    Object.entries(store).map(([name, call]) => [
      name,
      typeof call !== 'function' || name === 'beginning'
        ? call
        : async (...parts: readonly unknown[]) => {
            calls.made += 1;
            if (calls.made > at || (calls.made === at && when === 'before')) throw new Error('ended');
            const answer = await call(...parts);
            if (calls.made === at) throw new Error('ended');
            return answer;
          },
    ]),
  ) as Store;

const living = () => {
  const eventStore = memoryEventStore();
  const subjectKeys = memorySubjectKeys();
  return { eventStore, subjectKeys, ledger: testLedger(eventStore) };
};

type Living = ReturnType<typeof living>;

const seal = (services: Living, requestKey: string) =>
  sealValue(services, { ledger: 'main', subject: 'person-1', value: 'Ada Lovelace', requestKey });
const open = async (services: Living, sealed: string) => {
  const opened = await openSealedValue(services, { origin, sealed });
  return opened.ok ? opened.value.value : opened.rejection.code;
};
const erase = (services: { readonly ledger: Living['ledger']; readonly subjectKeys: SubjectKeys }) =>
  eraseSubject(services, { origin, key: 'erase', body: { subject: 'person-1' } });

const factsIn = async (eventStore: EventStore): Promise<readonly string[]> => {
  const found: StoredEvent[] = [];
  for await (const event of eventStore.scan()) found.push(event);
  return found.filter(({ published }) => published).map(({ text }) => JSON.parse(text).type);
};

const sweep = ({ ledger, subjectKeys: keys }: Living, clock = ledger.clock) =>
  finishErasures({ ledger, keys, clock } as unknown as SweepDependencies);

const endings: readonly Ending[] = Array.from({ length: 14 }, (_, index) => index + 1).flatMap((at) => [
  { at, when: 'before' } as const,
  { at, when: 'after' } as const,
]);

/** Erases in a process that may end; answers whether it did. */
const endsWhileErasing = async (services: Living, ending: Ending): Promise<boolean> => {
  const calls = { made: 0 };
  const eventStore = dying(services.eventStore, calls, ending);
  const subjectKeys = dying(services.subjectKeys, calls, ending);
  return erase({ ledger: { ...services.ledger, eventStore }, subjectKeys }).then(
    () => false,
    () => true,
  );
};

describe('an erasure whose process ends', () => {
  it('ends at every call in turn', async () => {
    const ended = await Promise.all(endings.map((ending) => endsWhileErasing(living(), ending)));
    expect(ended.filter(Boolean).length).toBeGreaterThan(4);
    expect(ended.at(-1)).toBe(false);
  });

  it.each(endings)(
    'at call $at, $when it, is finished by the sweeper if it is a fact, and else never was',
    async (ending) => {
      const services = living();
      const before = await seal(services, 'before');
      const keyId = before.split('.')[1] ?? '';
      await endsWhileErasing(services, ending);
      const isFact = (await factsIn(services.eventStore)).includes('SubjectErased');
      expect(await open(services, before)).toBe(isFact ? 'SubjectErased' : 'Ada Lovelace');
      await sweep(services);
      const key = await services.subjectKeys.find({ ledger: 'main', keyId });
      expect(key === undefined).toBe(isFact);
      expect(await open(services, before)).toBe(isFact ? 'SubjectErased' : 'Ada Lovelace');
      if (isFact) expect(await services.subjectKeys.announced(10)).toEqual([]);
    },
  );

  it.each(endings)('at call $at, $when it, is finished by the same request, once', async (ending) => {
    const services = living();
    const before = await seal(services, 'before');
    await endsWhileErasing(services, ending);
    const outcome = await erase(services);
    expect(outcome).toMatchObject({ code: 'Erased', erasure: { keyId: before.split('.')[1] } });
    expect(await services.subjectKeys.keyIdOf('main', 'person-1')).toBeUndefined();
    expect(await open(services, before)).toBe('SubjectErased');
    expect(await factsIn(services.eventStore)).toEqual(['SubjectErased']);
  });

  it.each(endings)('at call $at, $when it, seals nothing any more with the old key', async (ending) => {
    const services = living();
    const before = await seal(services, 'before');
    await endsWhileErasing(services, ending);
    const isFact = (await factsIn(services.eventStore)).includes('SubjectErased');
    const since = await seal(services, 'since');
    expect(since.split('.')[1] === before.split('.')[1]).toBe(!isFact);
    expect(await open(services, since)).toBe('Ada Lovelace');
    await sweep(services);
    expect(await open(services, since)).toBe('Ada Lovelace');
  });
});

describe('erasures at the same time', () => {
  it('are one fact, and all are answered', async () => {
    const services = living();
    const sealed = await seal(services, 'before');
    const keys = ['a', 'b', 'c', 'd'];
    const outcomes = await Promise.all(
      keys.map((key) => eraseSubject(services, { origin, key, body: { subject: 'person-1' } })),
    );
    expect(outcomes.map(({ code }) => code)).toEqual(keys.map(() => 'Erased'));
    expect(await factsIn(services.eventStore)).toEqual(['SubjectErased']);
    expect(await open(services, sealed)).toBe('SubjectErased');
    expect(await services.subjectKeys.announced(10)).toEqual([]);
  });

  it('leave none who looks afterwards: who is told a value looked before', async () => {
    const services = living();
    const sealed = await seal(services, 'before');
    const looked = await Promise.all([
      open(services, sealed),
      erase(services),
      open(services, sealed),
      open(services, sealed),
    ]);
    const facts = await factsIn(services.eventStore);
    expect(facts.at(-1)).toBe('SubjectErased');
    expect(facts.length - 1).toBe(looked.filter((seen) => seen === 'Ada Lovelace').length);
  });
});

describe('an erasure that nobody carried on with', () => {
  it('is forgotten after an hour, and not before', async () => {
    const services = living();
    const sealed = await seal(services, 'before');
    const name = { ledger: 'main', keyId: sealed.split('.')[1] ?? '' };
    await services.subjectKeys.announce(name, '2026-11-23T10:00:00.000Z');
    const at = (now: string) => sweep(services, { now: () => now as never });
    await at('2026-11-23T11:00:00.000Z');
    expect(await services.subjectKeys.announced(10)).toHaveLength(1);
    await at('2026-11-23T11:00:00.001Z');
    expect(await services.subjectKeys.announced(10)).toEqual([]);
    expect(await open(services, sealed)).toBe('Ada Lovelace');
  });
});
