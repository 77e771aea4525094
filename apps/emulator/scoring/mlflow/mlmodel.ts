// Reads MLmodel, the file in which MLflow says what a model folder holds and how it is loaded.
import { posix } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { OperationFailure } from '../../azure-ml/long-running.ts';

/** An MLflow model, as far as making its environment goes. */
export interface PyfuncModel {
  /** Where the conda file lies, relative to the model folder and in it. */
  readonly condaFile: string;
  /** The MLflow that saved it; the earliest ones did not say. */
  readonly mlflowVersion?: string;
}

const contained = z
  .string()
  .refine((path) => !posix.isAbsolute(path) && !posix.normalize(path).startsWith('..'), {
    error: ({ input }) => `the path '${String(input)}' leads out of the model folder`,
  });

const shape = z.object({
  mlflow_version: z
    .string()
    .regex(/^\d+(\.\w+)+$/)
    .optional(),
  flavors: z.object({
    python_function: z
      .object({
        loader_module: z.string(),
        // A single path until MLflow 2, one for each kind of environment since.
        env: z.union([contained, z.object({ conda: contained.optional() })]).optional(),
      })
      .optional(),
  }),
});

/** Flavours whose loader starts a Java machine, which the emulator does not bring along. */
const withJava = new Set(['mlflow.spark', 'mlflow.mleap', 'mlflow.h2o']);

/**
 * Reads the text of an MLmodel file.
 *
 * @throws Error saying what is wrong with it
 * @throws OperationFailure NotImplemented naming the flavour that is not served here
 */
export function parseMlmodel(text: string): PyfuncModel {
  const parsed = shape.safeParse(parse(text));
  if (!parsed.success) throw new Error(`its MLmodel file is invalid: ${z.prettifyError(parsed.error)}`);
  const { flavors, mlflow_version: mlflowVersion } = parsed.data;
  const { python_function: pyfunc } = flavors;
  if (!pyfunc) throw new Error("its MLmodel file has no flavor 'python_function', which serving takes");
  if (withJava.has(pyfunc.loader_module))
    throw new OperationFailure(
      'NotImplemented',
      `An MLflow model of the flavour '${pyfunc.loader_module.replace(/^mlflow\./, '')}' is served in Azure, but this emulator has no Java for it.`,
    );
  return {
    condaFile: (typeof pyfunc.env === 'string' ? pyfunc.env : pyfunc.env?.conda) ?? 'conda.yaml',
    ...(mlflowVersion === undefined ? {} : { mlflowVersion }),
  };
}
