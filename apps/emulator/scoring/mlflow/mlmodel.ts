// Reads MLmodel, the file in which MLflow says what a model folder holds and how it is loaded.
import { posix } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { OperationFailure } from '../../azure-ml/long-running.ts';

/** A scikit-learn model, as far as serving it goes. Paths are relative to the model folder and stay in it. */
export interface SklearnModel {
  readonly file: string;
  /** The Python module whose `load` reads the file. */
  readonly loader: 'pickle' | 'cloudpickle' | 'joblib';
  /** The method that answers: `predict` unless the model was saved with another one. */
  readonly predictFunction: string;
  /** Names of the columns that the signature asks for, in its order; absent without a signature that names them. */
  readonly columns: readonly string[] | undefined;
  /** Where the conda file lies. */
  readonly condaFile: string;
}

const contained = z
  .string()
  .refine((path) => !posix.isAbsolute(path) && !posix.normalize(path).startsWith('..'), {
    error: ({ input }) => `the path '${String(input)}' leads out of the model folder`,
  });

const shape = z.object({
  flavors: z.object({
    python_function: z
      .object({
        loader_module: z.string(),
        model_path: contained.optional(),
        predict_fn: z.string().default('predict'),
        // A single path until MLflow 2, one for each kind of environment since.
        env: z.union([contained, z.object({ conda: contained.optional() })]).optional(),
      })
      .optional(),
    sklearn: z
      .object({ pickled_model: contained.optional(), serialization_format: z.string().optional() })
      .optional(),
  }),
  signature: z.object({ inputs: z.string().nullish() }).nullish(),
});

const columnList = z.array(z.object({ name: z.string(), type: z.unknown() })).min(1);

/** The inputs are JSON inside of the YAML: either columns with names, or one tensor. */
function columnsOf(inputs: string | null | undefined): readonly string[] | undefined {
  const columns = columnList.safeParse(inputs ? JSON.parse(inputs) : undefined);
  if (!columns.success || columns.data.some(({ type }) => type === 'tensor')) return undefined;
  return columns.data.map(({ name }) => name);
}

const notServed = (what: string) =>
  new OperationFailure(
    'NotImplemented',
    `An MLflow model ${what} is served in Azure, but this emulator serves those that 'mlflow.sklearn' loads from a pickle.`,
  );

/**
 * Reads the text of an MLmodel file.
 *
 * @throws Error saying what is wrong with it
 * @throws OperationFailure NotImplemented naming the flavour or format that is not served here
 */
export function parseMlmodel(text: string): SklearnModel {
  const parsed = shape.safeParse(parse(text));
  if (!parsed.success) throw new Error(`its MLmodel file is invalid: ${z.prettifyError(parsed.error)}`);
  const { flavors, signature } = parsed.data;
  const { python_function: pyfunc, sklearn } = flavors;
  if (!pyfunc) throw new Error("its MLmodel file has no flavor 'python_function', which serving takes");
  if (pyfunc.loader_module !== 'mlflow.sklearn')
    throw notServed(`of the flavour '${pyfunc.loader_module.replace(/^mlflow\./, '')}'`);
  // What MLflow itself takes when a folder of an early version does not say it.
  const format = sklearn?.serialization_format ?? 'pickle';
  if (format !== 'pickle' && format !== 'cloudpickle' && format !== 'joblib')
    throw notServed(`that is serialized as '${format}'`);
  const file = sklearn?.pickled_model ?? pyfunc.model_path;
  if (file === undefined) throw new Error('its MLmodel file names no pickled model');
  return {
    file,
    loader: format,
    predictFunction: pyfunc.predict_fn,
    columns: columnsOf(signature?.inputs),
    condaFile: (typeof pyfunc.env === 'string' ? pyfunc.env : pyfunc.env?.conda) ?? 'conda.yaml',
  };
}
