import { auditProjection } from '../../../domain/audit/audit-projection.ts';
import { findingsOf, gapsOf } from '../../../domain/audit/finding.ts';
import { isArchiveRow } from '../../../domain/audit/sequence.ts';
import { doubtsOf } from '../../../domain/audit/watch/auditor-rows.ts';
import type { ProjectionStore, RowKey } from '../../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import type { Projection } from '../../../domain/projections/projection.ts';
import { defaultRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { riskProjection } from '../../../domain/risk/risk-projection.ts';
import { isArrivalRow, outboxOf } from '../../../domain/risk/risk-rows.ts';
import { decisionIdOf } from '../../../functions/adapters/risk/decision-id.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { dump } from '../../../functions/runtime/dump.ts';
import { replay } from '../../../functions/runtime/replay.ts';
import { archivedFacts } from '../../support/archived-facts.ts';
import { brokenLinks } from '../../support/broken-links.ts';
import type { AuditorsWord } from '../world/auditor.ts';
import { placeOfParked } from '../world/operator.ts';
import { settledAfter } from '../world/settled-after.ts';
import { consumerNames, type System } from '../world/system.ts';
import { ledgerName, type World } from '../world/world.ts';
import { judgeLog } from './log-judge.ts';
import { judgeTransfers } from './transfer-judge.ts';

/** Judges what there is once all is over: the truth once more, and everything that was made of it. */
export const judgeEnd = async (world: World, system: System): Promise<void> => {
  await judgeTruth(world, system);
  await judgeTransfers(world, system);
  await judgeProjections(world, system);
  await judgeArchive(world, system);
  await judgeLog(world, system);
  judgeParked(world, system);
  await judgeByAuditor(world, system);
};

/** So many rounds take the standing auditor through any log here, and through what it doubted on the way. */
const roundsMaximum = 12;
const roundMilliseconds = 20 * 60_000;

// By now nothing goes wrong any more, and time passes between its rounds.
const judgeByAuditor = async ({ trace, schedule }: World, { auditor, outside }: System): Promise<void> => {
  let word: AuditorsWord | undefined;
  const goRound = async (): Promise<void> => {
    word = await auditor.call((round) => round(), roundMilliseconds, 'audit');
  };
  for (let round = 1; round <= roundsMaximum; round += 1) {
    word = undefined;
    schedule.after(roundMilliseconds, () => void settledAfter(goRound()));
    await schedule.run(() => word !== undefined, happeningsMaximum);
    if (word !== undefined && found(word).length === 0) return;
  }
  const doubts = await outside.auditor.query({ partition: doubtsOf(ledgerName), limit: 10 });
  const what = word === undefined ? 'nothing, and never comes to an end' : found(word).join(', ');
  trace.violate('SIM-28', `The auditor finds ${what}: ${JSON.stringify(doubts.map(({ body }) => body))}`);
};

const happeningsMaximum = 10_000;

const found = (word: AuditorsWord): readonly string[] =>
  [...word].filter(([, by]) => by > 0).map(([name, by]) => `${by} ${name}`);

const judgeTruth = async ({ trace }: World, { outside: { ledger } }: System): Promise<void> => {
  const written = new Map(
    ledger.commits.flat().map((event) => [`${event.streamId}@${event.version}`, `${event.hash} ${event.text}`]),
  );
  let count = 0;
  for await (const { streamId, version, hash, text } of ledger.truth.scan()) {
    count += 1;
    if (written.get(`${streamId}@${version}`) !== `${hash} ${text}`)
      trace.violate('SIM-10', `${streamId}@${version} is not what was written`);
  }
  if (count !== written.size) trace.violate('SIM-10', `${written.size} events were written, and ${count} are there`);
  for (const link of await brokenLinks(ledger.truth)) trace.violate('SIM-09', `The chain is broken at ${link}`);
};

const judgeProjections = async ({ trace }: World, { outside }: System): Promise<void> => {
  const all = (): boolean => true;
  const risk = riskProjection({ policy: defaultRiskPolicy, decisionIdOf });
  const kept: readonly (readonly [string, ProjectionStore, Projection, (key: RowKey) => boolean])[] = [
    ['views', outside.views, balanceProjection, all],
    ['risk', outside.risk, risk, (key) => !isArrivalRow(key)],
    ['audit', outside.audit, auditProjection(sha256), (key) => !isArchiveRow(key)],
  ];
  for (const [name, store, projection, isDerived] of kept) {
    const replayed = await replay({ eventStore: outside.ledger.truth, projection });
    const [found, expected] = [await linesOf(store, isDerived), await linesOf(replayed, isDerived)];
    for (const line of found) if (!expected.has(line)) trace.violate('SIM-15', `${name} has ${line}`);
    for (const line of expected) if (!found.has(line)) trace.violate('SIM-15', `${name} misses ${line}`);
  }
  for (const partition of [outboxOf(ledgerName)])
    for (const { key } of await outside.risk.query({ partition, limit: 10 }))
      trace.violate('SIM-15', `The decision ${key.sort} was never written`);
};

const linesOf = async (store: ProjectionStore, isDerived: (key: RowKey) => boolean): Promise<ReadonlySet<string>> => {
  const derived: ProjectionStore = {
    ...store,
    scan: async function* () {
      for await (const row of store.scan()) if (isDerived(row.key)) yield row;
    },
  };
  return new Set((await dump(derived)).split('\n'));
};

const judgeArchive = async ({ trace }: World, { outside }: System): Promise<void> => {
  const archived = await settledAfter(archivedFacts(outside.archive, ledgerName));
  if (!archived.ok) return trace.violate('SIM-16', String(archived.failure));
  const published = outside.ledger.commits
    .flat()
    .filter((event) => event.published)
    .map(({ streamId, version, text }) => `${streamId}@${version} ${text}`);
  if ([...archived.answer].sort().join('\n') !== [...published].sort().join('\n'))
    trace.violate('SIM-16', `${published.length} facts were published, and ${archived.answer.length} are archived`);
  for (const partition of [findingsOf(ledgerName), gapsOf(ledgerName)])
    for (const { body } of await outside.audit.query({ partition, limit: 10 }))
      trace.violate('SIM-16', `The audit found ${JSON.stringify(body)}`);
};

// What an older version could not process was put back by an operator; nothing else was but poison.
const judgeParked = ({ trace }: World, { outside }: System): void => {
  const parked = outside.parking.parked().filter((record) => !outside.putBack.has(placeOfParked(record)));
  const found = parked.map((record) => `${placeOfParked(record)} ${record.data}`);
  const expected = [...outside.facts.poisons].flatMap(([place, data]) =>
    consumerNames.map((consumer) => `${consumer} ${place.replace(':', ' ')} ${data}`),
  );
  for (const one of found) if (!expected.includes(one)) trace.violate('SIM-19', `${one} is parked`);
  for (const poison of expected) if (!found.includes(poison)) trace.violate('SIM-19', `${poison} is not parked`);
  if (new Set(found).size !== found.length) trace.violate('SIM-19', 'Something is parked twice');
};
