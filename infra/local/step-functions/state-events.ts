import type { StateMachine } from 'aws-local-stepfunctions';
import type { NewEvent } from './execution.ts';

/** What the interpreter tells of while it runs. */
export type InterpreterEvent =
  ReturnType<StateMachine['run']>['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

const untruncated = { truncated: false };

/** The history events that follow from one of the interpreter's; tasks, start and end are recorded elsewhere. */
export const stateEvents = (event: InterpreterEvent): readonly NewEvent[] => {
  switch (event.type) {
    case 'StateEntered':
      return entered(event.state.type, event.state.name, event.state.input);
    case 'StateExited':
      return exited(event.state.type, event.state.name, event.state.output);
    case 'StateFailed':
      return hasBranches(event.state.type)
        ? [{ type: `${event.state.type}StateFailed`, ...failureOf(event.state.type, event) }]
        : [];
    case 'MapIterationStarted':
    case 'MapIterationSucceeded':
    case 'MapIterationFailed': {
      const details = { name: event.parentState.name, index: event.index };
      return [{ type: event.type, [`${event.type[0]?.toLowerCase()}${event.type.slice(1)}EventDetails`]: details }];
    }
    default:
      return [];
  }
};

const hasBranches = (type: string): boolean => type === 'Parallel' || type === 'Map';

const entered = (type: string, name: string, input: unknown): readonly NewEvent[] => [
  {
    type: `${type}StateEntered`,
    stateEnteredEventDetails: { name, input: JSON.stringify(input ?? null), inputDetails: untruncated },
  },
  ...(hasBranches(type) ? [{ type: `${type}StateStarted`, ...startOf(type, input) }] : []),
];

const startOf = (type: string, input: unknown): Readonly<Record<string, unknown>> =>
  type === 'Map' ? { mapStateStartedEventDetails: { length: Array.isArray(input) ? input.length : 0 } } : {};

const exited = (type: string, name: string, output: unknown): readonly NewEvent[] => [
  ...(hasBranches(type) ? [{ type: `${type}StateSucceeded` }] : []),
  {
    type: `${type}StateExited`,
    stateExitedEventDetails: { name, output: JSON.stringify(output ?? null), outputDetails: untruncated },
  },
];

const failureOf = (type: string, event: { readonly Error: string }): Readonly<Record<string, unknown>> =>
  type === 'Map' || type === 'Parallel' ? { details: { error: event.Error } } : {};
