import type { RequestRejected } from '../../../../domain/facts/request-rejected.ts';
import type { EventStore, StoredEvent } from '../../../../domain/ports/event-store.ts';
import { balanceProjection } from '../../../../domain/projections/balance.ts';
import type { JsonObject } from '../../../../domain/shared/json.ts';
import { partsOf } from '../../../../domain/shared/stream-id.ts';
import { memoryArchive } from '../../../../functions/adapters/memory/archive.ts';
import { memoryEventStore } from '../../../../functions/adapters/memory/event-store.ts';
import { memoryProjectionStore } from '../../../../functions/adapters/memory/projection-store.ts';
import { memorySubjectKeys } from '../../../../functions/adapters/memory/subject-keys.ts';
import { allRoutes } from '../../../../functions/api/all-routes.ts';
import { createApp } from '../../../../functions/api/app.ts';
import { lambdaHandler } from '../../../../functions/api/lambda-handler.ts';
import { documentPages } from '../../../../functions/api/openapi/pages.ts';
import type { ApiServices } from '../../../../functions/api/services.ts';
import { watchWrites } from '../../../../functions/api/written-times.ts';
import { deliveredFact } from '../../../../functions/facts/delivered-fact.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { notingProgress } from '../../../../functions/runtime/consumer-progress.ts';
import { projectFacts } from '../../../../functions/runtime/project-facts.ts';
import { logReader } from '../../../../functions/runtime/read-log.ts';
import { waitingStepsIn } from '../../../../functions/runtime/waiting-steps.ts';
import { testLedger } from '../../../support/test-ledger.ts';
import { mustBeAsDescribed } from './as-described.ts';
import { type GatewayRequest, gatewayEvent } from './gateway-event.ts';

/** What a caller gets. */
export type Got = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: JsonObject;
};

export type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string, request?: GatewayRequest) => Promise<Got>;

export type ApiUnderTest = {
  readonly ask: Ask;
  readonly services: ApiServices;
  readonly started: readonly string[];
  readonly told: readonly string[];
  readonly failures: readonly unknown[];
  /** Every event there is but for refusals. */
  readonly events: () => Promise<readonly StoredEvent[]>;
  /** What was refused, as it was written. */
  readonly rejections: () => Promise<readonly RequestRejected[]>;
  readonly lost: readonly unknown[];
  /** Lets the balance consumer see all facts that were recorded. */
  readonly project: () => Promise<void>;
};

/** The API on adapters in memory, asked as API Gateway asks it. */
export const apiUnderTest = ({
  eventStore: given = memoryEventStore(),
  more = {},
}: {
  readonly eventStore?: EventStore;
  readonly more?: Partial<ApiServices>;
} = {}): ApiUnderTest => {
  const { store: eventStore, written } = watchWrites(given);
  const ledger = testLedger(eventStore);
  const started: string[] = [];
  const told: string[] = [];
  const failures: unknown[] = [];
  const lost: unknown[] = [];
  const services: ApiServices = {
    ledger,
    subjectKeys: memorySubjectKeys(),
    ...emptyStores(),
    waitingSteps: waitingStepsIn(memoryProjectionStore(), {
      succeed: async (token, code) => {
        told.push(`${token} ${code}`);
        return 'told';
      },
    }),
    startPayout: async ({ transferId }) => void started.push(transferId),
    written,
    onRefusalLost: (failure) => void lost.push(failure),
    onFailure: (failure) => void failures.push(failure),
    ...more,
  };
  const handler = lambdaHandler(
    createApp(allRoutes, documentPages(allRoutes.map(({ operation }) => operation)), services),
  );
  const ask: Ask = async (method, path, request) => {
    const answer = await handler(gatewayEvent(method, path, request));
    const headers = answer.headers as Record<string, string>;
    const isJson = headers['content-type']?.includes('json') ?? false;
    const got = { status: answer.statusCode, headers, text: answer.body, body: isJson ? JSON.parse(answer.body) : {} };
    mustBeAsDescribed(method, path, got);
    return got;
  };
  const all = async () => {
    const found: StoredEvent[] = [];
    for await (const event of given.scan()) found.push(event);
    return found;
  };
  const isRejection = ({ streamId }: StoredEvent) => partsOf(streamId).kind === 'rejection';
  const events = async () => (await all()).filter((event) => !isRejection(event));
  const rejections = async () => (await all()).filter(isRejection).map(({ text }) => JSON.parse(text));
  return { ask, services, started, told, failures, lost, events, rejections, project: () => project(services, all) };
};

/** Everything that the API reads beside the event store, and there is nothing in it. */
const emptyStores = () => {
  const audit = memoryProjectionStore();
  return {
    views: memoryProjectionStore(),
    risk: memoryProjectionStore(),
    audit,
    auditor: memoryProjectionStore(),
    logArchive: memoryArchive(),
    logOf: (name: string) => logReader(name, { store: audit, archive: memoryArchive(), digest: bytesSha256 }),
    askClose: async () => ({ code: 'IdempotencyKeyMisused' }) as const,
    parked: memoryArchive(),
    trails: { archive: memoryArchive(), start: async () => {}, stateOf: async () => 'running' as const },
  };
};

const project = async (services: ApiServices, events: () => Promise<readonly StoredEvent[]>): Promise<void> => {
  const { views: store, ledger } = services;
  const process = notingProgress(
    'balance',
    projectFacts({ projection: balanceProjection, store, clock: ledger.clock }),
    {
      store,
      clock: ledger.clock,
    },
  );
  const published = (await events()).filter((event) => event.published);
  const relayedAt = ledger.clock.now();
  const { failure } = await process(published.map((event) => ({ delivered: deliveredFact(event), relayedAt })));
  if (failure !== undefined) throw failure;
};
