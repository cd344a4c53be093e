import * as z from 'zod';
import type { DeclaredMachine, DeclaredSchedule } from '../declared-stack.ts';
import { functionNameIn } from './read-functions.ts';
import type { ResourceReader } from './resource-reader.ts';

export const readMachines = (reader: ResourceReader): readonly DeclaredMachine[] =>
  reader
    .all('aws:sfn/stateMachine:StateMachine', machineShape)
    .map(({ state: { name, arn, definition } }) => ({ name, arn, definition }));

export const readSchedules = (reader: ResourceReader): readonly DeclaredSchedule[] =>
  reader.all('aws:scheduler/schedule:Schedule', scheduleShape).map(({ state }) => ({
    name: state.name,
    everySeconds: secondsOf(state.scheduleExpression),
    functionName: functionNameIn(state.target.arn),
    input: state.target.input,
  }));

const secondsOf = (expression: string): number => {
  const minutes = /^rate\((\d+) minutes?\)$/.exec(expression)?.[1];
  if (minutes === undefined) throw new Error(`The local stack cannot keep the schedule ${expression}.`);
  return Number(minutes) * 60;
};

const machineShape = z.object({
  name: z.string(),
  arn: z.string(),
  type: z.literal('STANDARD'),
  definition: z.string(),
});

const scheduleShape = z.object({
  name: z.string(),
  scheduleExpression: z.string(),
  flexibleTimeWindow: z.object({ mode: z.literal('OFF') }),
  target: z.object({ arn: z.string(), input: z.string() }),
});
