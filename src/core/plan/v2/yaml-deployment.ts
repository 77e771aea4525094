// A deployment that the files of `az ml` v2 describe, and what they name on this machine.
import type { BatchDeploymentYaml, BatchEndpointYaml } from '../../config/v2/batch-files.ts';
import type { OnlineDeploymentYaml, OnlineEndpointYaml } from '../../config/v2/online-files.ts';
import type { YamlFile } from '../../config/v2/yaml-file.ts';
import type { SourceFile } from '../../deploy/content-hash.ts';
import type { Origin } from '../../config/origin.ts';
import type { RolloutSettings } from '../../rollout/settings.ts';
import type { ServiceInput } from '../plan.ts';
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
  /** The model is one file, and no folder. */
  readonly modelIsFile: boolean;
  readonly context: readonly SourceFile[];
  readonly condaText?: string;
}

/** What is wanted beside what the files say: they have no place for it. */
export interface Wishes {
  /** How the new version takes over; absent: in one move. */
  readonly rollout?: RolloutSettings;
  /** Who asked for that, and where. */
  readonly rolloutOrigin?: Origin;
  /** This deployment is to get every request, whatever traffic the endpoint has. */
  readonly allTraffic?: boolean;
  /** A deployment that gets requests may be changed under its callers; otherwise that is refused. */
  readonly mayChangeInPlace?: boolean;
}

export interface YamlPlanInput extends ServiceInput, LocalContent, Wishes {
  readonly files: YamlDeployment;
  readonly labels: LabelledVersions;
}
