import type { DeclaredFunction, DeclaredStack } from '../../infra/local/declared-stack.ts';

/** The program without one thing that it declares. */
export type Removal = {
  readonly kind: string;
  readonly name: string;
  readonly from: (declared: DeclaredStack) => DeclaredStack;
};

/** What only AWS looks at: nothing on this machine could miss it. */
const onlyOnAws = /^(kms|logs|xray|cloudwatch):/;

/** Every route, mapping, variable and permission of the program, each taken away alone. */
export const removalsOf = (declared: DeclaredStack): readonly Removal[] => [
  ...declared.api.routes.map(
    (route): Removal => ({
      kind: 'route',
      name: `${route.method} ${route.path}`,
      from: (stack) => ({
        ...stack,
        api: {
          ...stack.api,
          routes: stack.api.routes.filter(({ method, path }) => method !== route.method || path !== route.path),
        },
      }),
    }),
  ),
  ...declared.mappings.map(
    ({ id }): Removal => ({
      kind: 'mapping',
      name: id,
      from: (stack) => ({ ...stack, mappings: stack.mappings.filter((mapping) => mapping.id !== id) }),
    }),
  ),
  ...declared.schedules.map(
    ({ name }): Removal => ({
      kind: 'schedule',
      name,
      from: (stack) => ({ ...stack, schedules: stack.schedules.filter((schedule) => schedule.name !== name) }),
    }),
  ),
  ...declared.functions.flatMap((one) => [...variablesOf(one), ...permissionsOf(one)]),
];

const variablesOf = ({ name, environment }: DeclaredFunction): readonly Removal[] =>
  Object.keys(environment).map((variable) => ({
    kind: 'variable',
    name: `${variable} of ${name}`,
    from: (stack) =>
      inFunction(stack, name, (one) => ({
        ...one,
        environment: Object.fromEntries(Object.entries(one.environment).filter(([key]) => key !== variable)),
      })),
  }));

const permissionsOf = ({ name, statements }: DeclaredFunction): readonly Removal[] =>
  statements.flatMap((statement, index): readonly Removal[] => {
    const actions = [statement.Action].flat();
    if (statement.Effect === 'Deny' || actions.every((action) => onlyOnAws.test(action))) return [];
    const from = (stack: DeclaredStack): DeclaredStack =>
      inFunction(stack, name, (one) => ({ ...one, statements: one.statements.filter((_, at) => at !== index) }));
    const title = `${actions.join(', ')} of ${name} on ${statement.Resource}`;
    return [{ kind: 'permission', name: title, from }];
  });

const inFunction = (
  stack: DeclaredStack,
  name: string,
  change: (one: DeclaredFunction) => DeclaredFunction,
): DeclaredStack => ({ ...stack, functions: stack.functions.map((one) => (one.name === name ? change(one) : one)) });
