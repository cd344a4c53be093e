import ts from 'typescript';
import { type ArchitectureRule, lineOf, nodesBelow, partOf } from './architecture-rule.ts';
import { importsOf } from './imports-of.ts';

const forbiddenCommands: ReadonlySet<string> = new Set([
  'UpdateItemCommand',
  'DeleteItemCommand',
  'BatchWriteItemCommand',
  'ExecuteStatementCommand',
  'BatchExecuteStatementCommand',
  'ExecuteTransactionCommand',
  'UpdateCommand',
  'DeleteCommand',
  'BatchWriteCommand',
]);

/** The only files that send DynamoDB transactions; the second is for rows of projections, never for events. */
const dynamoTransactionSenders: readonly string[] = [
  'functions/adapters/dynamodb/event-store.ts',
  'functions/adapters/dynamodb/projection-store.ts',
];

const eventStoreFiles = /^functions\/adapters\/dynamodb\/event-(store|row)\.ts$/;

export const appendOnlyRules: readonly ArchitectureRule[] = [
  {
    name: 'no command that updates or deletes',
    *offencesOf(module) {
      if (partOf(module.path) === 'test') return;
      for (const { names, node } of importsOf(module))
        for (const name of names)
          if (forbiddenCommands.has(name)) yield `${lineOf(module, node)}: ${name} could change what was written`;
    },
  },
  {
    name: 'DynamoDB transactions are sent by the stores',
    *offencesOf(module) {
      if (partOf(module.path) === 'test' || dynamoTransactionSenders.includes(module.path)) return;
      for (const { names, node } of importsOf(module))
        if (names.includes('TransactWriteItemsCommand'))
          yield `${lineOf(module, node)}: only the stores send TransactWriteItemsCommand`;
    },
  },
  {
    name: 'the event store only puts',
    *offencesOf(module) {
      if (!eventStoreFiles.test(module.path)) return;
      for (const node of nodesBelow(module.source))
        if (ts.isPropertyAssignment(node) && ['Update', 'Delete'].includes(node.name.getText(module.source)))
          yield `${lineOf(module, node)}: an event is never the subject of ${node.name.getText(module.source)}`;
    },
  },
  {
    name: 'only adapters make stream heads',
    *offencesOf(module) {
      if (module.path.startsWith('functions/adapters/') || partOf(module.path) === 'test') return;
      for (const { target, node } of importsOf(module))
        if (target === 'functions/adapters/stream-head.ts')
          yield `${lineOf(module, node)}: only an event store can say how far a stream has come`;
    },
  },
];
