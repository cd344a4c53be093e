import { provesInclusion, referenceLeafHash } from '../../domain/audit/log/reference-tree.ts';
import { checkpointAnswer, proofsAnswer } from '../told/answers.ts';
import { routeOf } from '../told/routes.ts';
import type { Read, Told } from '../told/told.ts';
import type { Check } from './check.ts';

type Checkpoint = { readonly origin: string; readonly size: number; readonly root: string };

const parseCheckpoint = (note: string): Checkpoint => {
  const [origin = '', size, root = ''] = note.split('\n');
  return { origin, size: Number(size), root };
};

/** The log only grows, and never says two things of one size. */
export const logNeverForks: Check = ({ told }) => {
  const seen = checkpointsOf(told).sort((one, other) => one.ended - other.ended);
  const roots = new Map<string, string>();
  const wrong: string[] = [];
  for (const { origin, size, root, begun } of seen) {
    const place = `${origin} at size ${size}`;
    if ((roots.get(place) ?? root) !== root) wrong.push(`${place} has the root ${root}, and had ${roots.get(place)}`);
    roots.set(place, root);
    const earlier = Math.max(0, ...seen.filter((other) => other.ended < begun).map((other) => other.size));
    if (size < earlier) wrong.push(`${place} was the newest checkpoint, after one of size ${earlier}`);
  }
  return wrong;
};

const checkpointsOf = (told: Told) => [
  ...told.readsOf('checkpoint', checkpointAnswer).map(({ body, exchange: { begun, ended } }) => ({
    ...parseCheckpoint(body.checkpoint),
    begun,
    ended,
  })),
];

/** At the end every fact that was looked up is in the log, once, and its proof holds. */
export const factsAreProven: Check = ({ told }) => {
  const asked = told.history.exchanges.filter((exchange) => {
    return exchange.purpose === 'final' && routeOf(exchange).route === 'proofs';
  });
  const missing = asked
    .filter(({ answer }) => answer !== null && answer.status !== 200)
    .map(({ path, answer }) => `${decodeURIComponent(path)} was answered ${JSON.stringify(answer?.body)}`);
  const proven = told.readsOf('proofs', proofsAnswer).filter(({ exchange }) => exchange.purpose === 'final');
  return [
    ...missing,
    ...proven.flatMap((read) => wrongIn(read, told)),
    ...(asked.length === 0 ? ['No proof was read'] : []),
  ];
};

type ProofsBody = {
  readonly proofs: readonly { readonly index: number; readonly entry: string; readonly proof: string }[];
};

const wrongIn = ({ id, body }: Read<ProofsBody>, told: Told): readonly string[] => {
  const [first, ...more] = body.proofs;
  if (first === undefined || more.length > 0) return [`${id} has ${body.proofs.length} proofs`];
  const [head = '', note = ''] = first.proof.split(/\n\n(.*)/s);
  const [, , ...hashes] = head.split('\n');
  const { size, root } = parseCheckpoint(note);
  const claim = {
    leafHash: referenceLeafHash(Buffer.from(first.entry)),
    index: first.index,
    size,
    proof: hashes.map(hexOf),
    root: hexOf(root),
  };
  const archived = JSON.parse(first.entry) as { readonly factId?: string; readonly data?: unknown };
  return [
    ...(provesInclusion(claim) ? [] : [`The proof of ${id} at ${first.index} does not lead to its checkpoint`]),
    ...(archived.factId === id ? [] : [`The log has ${archived.factId} in the place of ${id}`]),
    ...(isAsAnswered(archived.data, told)
      ? []
      : [`The log has ${id} as ${first.entry}, which is not what was answered`]),
  ];
};

const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

type Archived = {
  readonly entryId?: string;
  readonly postings?: readonly { readonly accountId: string; readonly side: string; readonly amount: string }[];
};

const isAsAnswered = (data: unknown, { entries }: Told): boolean => {
  const { entryId, postings } = (data ?? {}) as Archived;
  const answered = entryId === undefined ? undefined : entries.get(entryId)?.entry.postings;
  if (answered === undefined || postings === undefined) return true;
  const text = (legs: NonNullable<Archived['postings']>): string =>
    legs.map(({ accountId, side, amount }) => `${accountId} ${side} ${amount}`).join(', ');
  return text(answered) === text(postings);
};
