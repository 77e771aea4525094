// A deployment that the files of `az ml` v2 describe, and what they name on this machine.
import type { BatchDeploymentYaml, BatchEndpointYaml } from '../../config/v2/batch-files.ts';
import type { OnlineDeploymentYaml, OnlineEndpointYaml } from '../../config/v2/online-files.ts';
import type { YamlFile } from '../../config/v2/yaml-file.ts';
import type { SourceFile } from '../../deploy/content-hash.ts';
import type { Workspace } from '../../workspace.ts';
import type { LabelledVersions } from './asset-ids.ts';

export type YamlDeployment =
  | {
      readonly kind: 'online';
      /** Absent: an endpoint that is there is left as it is. */
      readonly endpoint?: YamlFile<OnlineEndpointYaml>;
      readonly deployment: YamlFile<OnlineDeploymentYaml>;
    }
  | {
      readonly kind: 'batch';
      readonly endpoint?: YamlFile<BatchEndpointYaml>;
      readonly deployment: YamlFile<BatchDeploymentYaml>;
    };

/** Content of the files and folders that the deployment names. */
export interface LocalContent {
  readonly code: readonly SourceFile[];
  readonly model: readonly SourceFile[];
  readonly context: readonly SourceFile[];
  readonly condaText?: string;
}

export interface YamlPlanInput extends LocalContent {
  readonly files: YamlDeployment;
  readonly workspace: Workspace;
  readonly labels: LabelledVersions;
  /** Who put it there: tags of the deployment, without influence on its content. */
  readonly lineage: Readonly<Record<string, string>>;
}
