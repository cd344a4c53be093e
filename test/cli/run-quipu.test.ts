import { afterEach, describe, expect, it } from '@jest/globals';
import { type ScriptedAnswer, type ScriptedApi, scriptedApi } from './scripted-api.ts';
import { spoken } from './spoken.ts';

const balance = { accountId: 'sellers:7', currency: 'USD', posted: '97.10', available: '97.10', version: 2 };
const busy: ScriptedAnswer = { status: 503, body: { code: 'TryAgain', detail: 'Busy.' } };
const refused: ScriptedAnswer = {
  status: 422,
  body: {
    code: 'UnbalancedEntry',
    detail: 'In USD, debits are 1.00 and credits 2.00.',
    errors: [{ pointer: '/postings', code: 'UnbalancedEntry', detail: 'They differ.' }],
  },
};

describe('quipu', () => {
  const apis: ScriptedApi[] = [];
  afterEach(async () => {
    await Promise.all(apis.splice(0).map(({ stop }) => stop()));
  });

  const asked = async (words: readonly string[], ...answers: readonly ScriptedAnswer[]) => {
    const api = await scriptedApi(...answers);
    apis.push(api);
    return { ...(await spoken(words, { QUIPU_URL: api.url, QUIPU_TOKEN: 'token-1' })), received: api.received };
  };

  it('prints what was asked for, and ends with 0', async () => {
    const { exitCode, out, err, received } = await asked(['balance', 'sellers:7'], { status: 200, body: balance });
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toBe('account    sellers:7\ncurrency   USD\nposted     97.10\navailable  97.10\nversion    2\n');
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/accounts/sellers:7/balance']);
    expect(received[0]?.headers.authorization).toBe('Bearer token-1');
  });

  it('prints the answer as it came with --json, wherever that stands', async () => {
    for (const words of [
      ['--json', 'balance', 'sellers:7'],
      ['balance', 'sellers:7', '--json'],
    ])
      expect(JSON.parse((await asked(words, { status: 200, body: balance })).out)).toEqual(balance);
  });

  it('ends with 1 where the ledger refuses, and says which part is at fault', async () => {
    const words = ['entries', 'post', '--currency', 'USD', '--debit', 'a=1.00', '--credit', 'b=2.00'];
    const { exitCode, out, err } = await asked(words, refused);
    expect(exitCode).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('UnbalancedEntry: In USD, debits are 1.00 and credits 2.00.');
    expect(err).toContain('/postings: UnbalancedEntry: They differ.');
    const inJson = await asked([...words, '--json'], refused);
    expect(JSON.parse(inJson.out)).toEqual(refused.body);
    expect(inJson.exitCode).toBe(1);
  });

  it('opens an account with stripes, and says so', async () => {
    const words = ['accounts', 'open', 'a', '--type', 'asset', '--currency', 'USD', '--stripes', '16'];
    const body = { id: 'a', type: 'asset', currency: 'USD', stripes: 16 };
    const { out, received } = await asked(words, { status: 201, body });
    expect(received).toMatchObject([{ body: { id: 'a', stripes: 16 } }]);
    expect(out).toContain('a is open: asset in USD, on 16 stripes');
    const shown = await asked(['accounts', 'show', 'a'], { status: 200, body });
    expect(shown.out).toMatch(/stripes +16/);
    const plain = await asked(['accounts', 'show', 'a'], { status: 200, body: { ...body, stripes: 1 } });
    expect(plain.out).not.toContain('stripes');
  });

  it('ends with 1 where nothing runs, and says how to start it', async () => {
    const { exitCode, err } = await spoken(['--data', '/nowhere/quipu', 'health']);
    expect(exitCode).toBe(1);
    expect(err).toContain('npm start');
    expect(err).toContain('QUIPU_URL');
  });

  it('ends with 1 where the address does not answer, and says that a repetition is safe', async () => {
    const words = ['accounts', 'freeze', 'a', '--key', 'key-9'];
    const { exitCode, err } = await spoken(words, { QUIPU_URL: 'http://127.0.0.1:1' });
    expect(exitCode).toBe(1);
    expect(err).toContain('http://127.0.0.1:1 does not answer');
    expect(err).toContain('--key key-9');
  });

  it.each([
    ['an unknown command', ['balanse', 'x']],
    ['a missing argument', ['balance']],
    ['an unknown option', ['balance', 'x', '--loud']],
    ['a missing option', ['accounts', 'open', 'a', '--type', 'asset']],
    ['too many words', ['balance', 'x', 'y']],
    ['a posting that cannot be read', ['entries', 'post', '--debit', 'a:1.00', '--currency', 'USD']],
    ['a posting in no currency', ['entries', 'post', '--debit', 'a=1.00']],
    ...['0', '17', 'two'].map((count): [string, string[]] => [
      `${count} stripes`,
      ['accounts', 'open', 'a', '--type', 'asset', '--currency', 'USD', '--stripes', count],
    ]),
    ['metadata without a value', ['accounts', 'open', 'a', '--type', 'asset', '--currency', 'USD', '--metadata', 'x']],
  ])('ends with 2 for %s', async (_what, words) => {
    const { exitCode, out, err, received } = await asked(words, { status: 200, body: {} });
    expect({ exitCode, out, received }).toEqual({ exitCode: 2, out: '', received: [] });
    expect(err).toMatch(/^error: /);
  });

  it('explains itself, and ends with 0', async () => {
    const { exitCode, out } = await spoken(['entries', 'post', '--help']);
    expect(exitCode).toBe(0);
    expect(out).toContain('--json');
  });

  it('sends a request again, under the same key, while the ledger is busy', async () => {
    const { exitCode, received } = await asked(['accounts', 'freeze', 'a'], busy, busy, { status: 200, body: {} });
    expect(exitCode).toBe(0);
    const keys = received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('posts an entry in several currencies, as it was written', async () => {
    const words = ['entries', 'post', '--currency', 'USD', '--debit', 'bank=100.00', 'bank:eur=5EUR'];
    const credits = ['--credit', 'sellers:7=100.00', 'sellers:8=5EUR', '--description', 'Two', '--key', 'k'];
    const { received } = await asked([...words, ...credits], { status: 201, body: {} });
    expect(received[0]?.headers['idempotency-key']).toBe('k');
    expect(received[0]?.body).toEqual({
      description: 'Two',
      postings: [
        { accountId: 'bank', side: 'debit', amount: '100.00', currency: 'USD' },
        { accountId: 'bank:eur', side: 'debit', amount: '5', currency: 'EUR' },
        { accountId: 'sellers:7', side: 'credit', amount: '100.00', currency: 'USD' },
        { accountId: 'sellers:8', side: 'credit', amount: '5', currency: 'EUR' },
      ],
      metadata: {},
    });
  });

  it('posts an entry from standard input', async () => {
    const api = await scriptedApi({ status: 201, body: {} });
    apis.push(api);
    const entry = { postings: [] };
    await spoken(['entries', 'post', '--from', '-'], { QUIPU_URL: api.url }, JSON.stringify(entry));
    expect(api.received[0]?.body).toEqual(entry);
    expect((await spoken(['entries', 'post', '--from', '-'], { QUIPU_URL: api.url }, 'no')).exitCode).toBe(2);
  });

  it('says where a request was made before', async () => {
    const headers = { 'idempotency-replayed': 'true' };
    const { out } = await asked(['accounts', 'close', 'a'], { status: 200, body: { id: 'a' }, headers });
    expect(out).toContain('same request came before');
  });

  it('ends with 1 where the books do not balance', async () => {
    const totals = (difference: string) => ({ currencies: [{ currency: 'USD', difference }], accounts: [] });
    expect((await asked(['trial-balance'], { status: 200, body: totals('0.00') })).exitCode).toBe(0);
    expect((await asked(['trial-balance'], { status: 200, body: totals('-0.01') })).exitCode).toBe(1);
  });

  it('waits for a transfer to end', async () => {
    const words = ['transfers', 'request', '--from', 'a', '--settlement', 'b', '--amount', '1.00', '--currency', 'USD'];
    const at = (status: string): ScriptedAnswer => ({ status: 200, body: { id: 'trf_1', status } });
    const answers = [at('requested'), at('held'), at('completed')];
    const waiting = await asked([...words, '--destination', 'sim-accept', '--wait', '5'], ...answers);
    expect(waiting.out).toContain('completed');
    const hasty = await asked([...words, '--destination', 'sim-accept'], ...answers);
    expect(hasty.out).toContain('requested');
    expect(hasty.received).toHaveLength(1);
  });
});
