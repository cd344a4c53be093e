/** The payout state machine in Amazon States Language, as text, with the function that carries out its steps. */
export const payoutDefinition = (functionArn: string): string =>
  JSON.stringify({
    StartAt: 'Placeholder',
    States: {
      Placeholder: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: functionArn },
        End: true,
      },
    },
  });
