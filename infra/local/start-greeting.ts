import { requestHeadersFileName } from './stack-file.ts';
import type { RunningStack } from './start-stack.ts';

/** What a person reads when the stack is ready: where it is, a token, and three commands to begin with. */
export const startGreeting = ({ url, token, dataFolder }: RunningStack, today: string): string => {
  const curl = `curl -sS -w '\\n' -H @'${dataFolder.replaceAll("'", "'\\''")}/${requestHeadersFileName}'`;
  const post = (path: string, key: string, body: unknown): string =>
    `${url}${path} -H 'Idempotency-Key: ${key}' -d '${JSON.stringify(body)}'`;
  const headers = curl.slice('curl '.length);
  const cash = post('/v1/accounts', 'open-cash', { id: 'assets:cash', name: 'Cash', type: 'asset', currency: 'USD' });
  const owner = { id: 'equity:owner', name: 'Owner', type: 'equity', currency: 'USD' };
  const entry = {
    description: 'The owner puts money in',
    effectiveDate: today,
    postings: [
      { accountId: 'assets:cash', side: 'debit', amount: '100.00', currency: 'USD' },
      { accountId: 'equity:owner', side: 'credit', amount: '100.00', currency: 'USD' },
    ],
  };
  return `
Quipu runs at  ${url}
Data           ${dataFolder}
Token          ${token}

Open two accounts:

${curl} ${cash} \\
  --next ${headers} ${post('/v1/accounts', 'open-owner', owner)}

Post a journal entry:

${curl} ${post('/v1/journal-entries', 'first-entry', entry)}

See the balance:

${curl} ${url}/v1/accounts/assets:cash/balance

The curl commands read the token from a file that only you can read. Ctrl-C stops the stack; data stays.
`;
};
