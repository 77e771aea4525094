// The name of a v1 web service: the strictest of the rules that containers, groups and modules have.
import { fail } from '../../errors/catalogue.ts';

/** @throws NameInvalid */
export function checkServiceName(name: string): string {
  if (name.length < 3 || name.length > 32 || !/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name))
    throw fail('NameInvalid', {
      what: 'service name',
      name,
      rule: 'it must have 3 to 32 lower-case letters, digits and dashes, begin with a letter and not end with a dash',
    });
  return name;
}
