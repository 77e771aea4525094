// Errors as Microsoft.Insights writes them.
import { ArmError } from '../arm/arm-error.ts';

const refusal = (status: number, code: string, message: string): ArmError =>
  new ArmError({ status, code, message });

export const insightsErrors = {
  invalid: (message: string) => refusal(400, 'BadRequest', message),
  componentNotFound: (name: string, resourceGroup: string) =>
    refusal(
      404,
      'ResourceNotFound',
      `The Resource 'Microsoft.Insights/components/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    ),
  settingNotFound: (name: string) =>
    refusal(404, 'ResourceNotFound', `The autoscale setting '${name}' was not found.`),
  resourceNotFound: (id: string) => refusal(404, 'ResourceNotFound', `The resource '${id}' was not found.`),
  twoSettings: (id: string, other: string) =>
    refusal(409, 'Conflict', `The resource '${id}' has the autoscale setting '${other}' already.`),
};
