import { PermanentFailure } from '../../../domain/shared/failures.ts';

const segment = /^[A-Za-z0-9_=@:+,~-][A-Za-z0-9_=@:+,~.-]*$/;

/** The name, if every archive can keep it as it is. Throws PermanentFailure for one that could lead elsewhere. */
export const checkedName = (name: string): string => {
  if (!name.split('/').every((part) => segment.test(part)))
    throw new PermanentFailure(`${JSON.stringify(name)} is no name for an object`);
  return name;
};
