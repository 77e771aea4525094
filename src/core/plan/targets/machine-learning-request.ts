// A request to the control plane of Azure Machine Learning.
import { given } from '../../given.ts';
import { machineLearning } from '../api-versions.ts';
import type { PlannedRequest } from '../plan.ts';

export const machineLearningRequest = (
  method: PlannedRequest['method'],
  path: string,
  body?: object,
): PlannedRequest => ({ system: 'azure', method, path, apiVersion: machineLearning, ...given({ body }) });
