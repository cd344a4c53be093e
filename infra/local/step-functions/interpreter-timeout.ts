import { ExecutionError, StateMachine } from 'aws-local-stepfunctions';

const shortestSeconds = 0.001;

/**
 * Makes the error by which the interpreter knows a timeout. It tells one from a failed task by a class that it does not
 * export (`States.TaskFailed` matches any error but this one), so the class is taken from a timeout that is provoked
 * here.
 */
export const interpreterTimeout = async (): Promise<() => Error> => {
  const machine = new StateMachine(
    {
      StartAt: 'Wait',
      States: { Wait: { Type: 'Task', Resource: 'none', TimeoutSeconds: shortestSeconds, End: true } },
    },
    { validationOptions: { noValidate: true } },
  );
  const never = new Promise<null>(() => undefined);
  const { result } = machine.run({}, { overrides: { taskResourceLocalHandlers: { Wait: () => never } } });
  const error = await result.catch((thrown: unknown) => thrown);
  const timeout = error instanceof ExecutionError ? error.cause : undefined;
  if (!(timeout instanceof Error) || timeout.name !== 'States.Timeout') {
    throw new Error('The interpreter of state machines does not time out as expected.', { cause: error });
  }
  const TimeoutError = timeout.constructor as new () => Error;
  return () => new TimeoutError();
};
