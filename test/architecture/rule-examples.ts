/** A file that breaks a rule, and one like it that does not. */
export type RuleExample = {
  readonly rule: string;
  readonly path: string;
  readonly broken: string;
  readonly kept: string;
  /** Where the path itself is at fault, the one that is not. */
  readonly keptPath?: string;
};

const manyLines = (count: number): string => 'const line = 1;\n'.repeat(count);
const functionOf = (lines: number): string => `export const money = () => {\n${manyLines(lines - 2)}};\n`;

const example = (rule: string, path: string, { broken, kept }: { broken: string; kept: string }): RuleExample => ({
  rule,
  path,
  broken,
  kept,
});

const whoImportsWhom = 'who imports whom';
const adapter = "import { a } from '../adapters/a.ts';";

export const ruleExamples: readonly RuleExample[] = [
  example(whoImportsWhom, 'domain/money/money.ts', {
    broken: "import { a } from '../../functions/runtime/a.ts';",
    kept: "import { a } from '../accounts/a.ts';",
  }),
  example(whoImportsWhom, 'functions/api/handler.ts', {
    broken: "import type { A } from '../../infra/a.ts';",
    kept: "import type { A } from '../../domain/a.ts';",
  }),
  example(whoImportsWhom, 'infra/components/api.ts', {
    broken: "const handler = await import('../../functions/api/handler.ts');",
    kept: "const local = await import('../local/a.ts');",
  }),
  example(whoImportsWhom, 'cli/quipu.ts', {
    broken: "import { a } from '../functions/commands/a.ts';",
    kept: "import { a } from '../functions/adapters/a.ts';",
  }),
  example(whoImportsWhom, 'infra/local/start.ts', {
    broken: "export { a } from '../../test/support/a.ts';",
    kept: "import { a } from '../../domain/support/a.ts';",
  }),
  example('domain imports decimal.js and itself only', 'domain/audit/chain.ts', {
    broken: "import { hash } from 'node:crypto';",
    kept: "import { Decimal } from 'decimal.js';",
  }),
  example('packages stay in their part', 'functions/api/handler.ts', {
    broken: "import * as aws from '@pulumi/aws';",
    kept: "import { Hono } from 'hono/tiny';",
  }),
  example('a function does not import another function', 'functions/fraud/handler.ts', {
    broken: "import { a } from '../balance/a.ts';",
    kept: adapter,
  }),
  ...['Date.now()', 'new Date()', 'Math.random()', "process.env['A']", 'setTimeout(money, 1)'].map((impure) =>
    example('the domain has no clock, no randomness and no environment', 'domain/money/money.ts', {
      broken: `export const money = () => ${impure};`,
      kept: 'export const money = (now: number) => ({ now, process: now, crypto: facts.process });',
    }),
  ),
  example('no command that updates or deletes', 'functions/adapters/dynamodb/event-store.ts', {
    broken: "import { DeleteItemCommand as Quiet } from '@aws-sdk/client-dynamodb';",
    kept: "import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';",
  }),
  example('DynamoDB transactions are sent by the stores', 'functions/api/handler.ts', {
    broken: "import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';",
    kept: "import { QueryCommand } from '@aws-sdk/client-dynamodb';",
  }),
  example('the event store only puts', 'functions/adapters/dynamodb/event-store.ts', {
    broken: 'export const eventStore = { Delete: {} };',
    kept: 'export const eventStore = { Put: {} };',
  }),
  example('only adapters make stream heads', 'functions/runtime/ledger.ts', {
    broken: "import { headAt } from '../adapters/stream-head.ts';",
    kept: adapter,
  }),
  {
    rule: 'files and folders are in kebab-case',
    path: 'domain/moneyBags/money.ts',
    keptPath: 'domain/money-bags/money.ts',
    broken: '',
    kept: '',
  },
  example('a file is named after what it exports', 'domain/money/money.ts', {
    broken: 'export const cash = 1;',
    kept: 'export const zeroMoney = 1;',
  }),
  example('no names that say nothing', 'domain/money/money.ts', {
    broken: 'export type MoneyManager = string;',
    kept: 'export type Money = string;',
  }),
  {
    rule: 'no names that say nothing',
    path: 'domain/utils/money.ts',
    keptPath: 'domain/money.ts',
    broken: '',
    kept: '',
  },
  example('a DynamoDB transaction is called so', 'functions/runtime/append.ts', {
    broken: 'export const appendTransaction = 1;',
    kept: 'export const appendDynamoTransaction = 1;',
  }),
  example('a file has at most 200 lines', 'domain/money/money.ts', { broken: manyLines(201), kept: manyLines(200) }),
  example('a comment has at most 120 columns', 'domain/money/money.ts', {
    broken: `//${'-'.repeat(119)}`,
    kept: `//${'-'.repeat(118)}\nconst money = '${'-'.repeat(120)}';`,
  }),
  example('a function has at most 40 lines of its own', 'domain/money/money.ts', {
    broken: functionOf(41),
    kept: `export const money = () => {\n${functionOf(38).replace('export ', '')}};`,
  }),
  example('a function has at most 40 lines of its own', 'test/domain/money/money.test.ts', {
    broken: `it('is money', () => {\n${manyLines(39)}});`,
    kept: `describe('money', () => {\n${manyLines(50)}});`,
  }),
  example('exports are named', 'domain/money/money.ts', {
    broken: 'export default 1;',
    kept: 'export const money = 1;',
  }),
  example('exports are named', 'domain/money/money.ts', {
    broken: 'export default class Money {}',
    kept: 'export class Money {}',
  }),
  example('no barrels', 'domain/money/money.ts', {
    broken: "export * from './currency.ts';",
    kept: "import { a } from './currency.ts';",
  }),
  example('no any', 'domain/money/money.ts', { broken: 'let money: any;', kept: 'let money: unknown;' }),
  example('no assertion that a value is there', 'domain/money/money.ts', {
    broken: 'const money = amounts[0]!;',
    kept: 'const money = !amounts[0];',
  }),
  example('types rather than interfaces', 'domain/money/money.ts', {
    broken: 'interface Money {}',
    kept: 'type Money = object;',
  }),
  example('const functions', 'domain/money/money.ts', {
    broken: 'function money() {}',
    kept: 'const money = () => {};',
  }),
];
