// Which assets of a deployment have to be uploaded and registered first.
import type { CurrentAssets, DesiredAssets } from './desired-assets.ts';
import type { Step } from './deployment-step.ts';

function environmentSteps({ create, context }: NonNullable<DesiredAssets['environment']>): Step[] {
  if (create === undefined) return [];
  const register: Step = {
    kind: 'register-environment',
    why: `register environment ${create.name}:${create.version}, because its content is not registered yet`,
  };
  if (context === undefined) return [register];
  const why = `upload ${context.files.length} file(s) to build an image from, because an image and a conda file do not say it all`;
  return [{ kind: 'upload-context', why }, register];
}

function codeSteps({ name, version, files }: NonNullable<DesiredAssets['code']>): Step[] {
  const why = `upload ${files.length} code file(s) as ${name}:${version}, because this content is not there yet`;
  return [{ kind: 'upload-code', why }];
}

function modelSteps({ name, version, upload }: NonNullable<DesiredAssets['model']>): Step[] {
  const register: Step = {
    kind: 'register-model',
    why: `register model ${name}:${version}, because its content is not registered yet`,
  };
  if (upload === undefined) return [register];
  const why = `upload ${upload.files.length} file(s) of the model, because they are on this machine only`;
  return [{ kind: 'upload-model', why }, register];
}

export function assetSteps({ environment, code, model }: DesiredAssets, now: CurrentAssets): Step[] {
  return [
    ...(environment && now.environmentExists !== true ? environmentSteps(environment) : []),
    ...(code && now.codeExists !== true ? codeSteps(code) : []),
    ...(model && now.modelExists !== true ? modelSteps(model) : []),
  ];
}
