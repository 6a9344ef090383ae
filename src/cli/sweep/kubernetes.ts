/** A sweep as an Indexed Job of Kubernetes: a manifest for `kubectl apply`, with the topology in a ConfigMap. */
import { stringify } from 'yaml';
import { UsageError } from '../usage.ts';
import type { Batch } from './batch.ts';
import { jobName, planArguments } from './batch.ts';
import type { SweepIdentity } from './identity.ts';

export interface Cluster {
  /** Image whose entry point is xnet; one of this version when absent. */
  readonly image?: string;
  /** Claim of the volume where pieces go. */
  readonly claim?: string;
}

/** What a ConfigMap holds at most, bytes. https://kubernetes.io/docs/concepts/configuration/configmap/ */
const CONFIG_MAP = 1 << 20;
/** Pods at once; a person who has more nodes says so in the manifest. */
const AT_ONCE = 50;
/** A pod that lost its node is started again this often. */
const ATTEMPTS = 3;

/** @throws UsageError when the texts are larger than a ConfigMap may be */
export function kubernetesManifest(batch: Batch, { main, texts, sweep }: SweepIdentity, cluster: Cluster): string {
  const { file, units, options, version } = batch;
  const { image = `xnet:${version}`, claim = 'xnet-sweep' } = cluster;
  const paths = Object.keys(texts);
  const size = paths.reduce((sum, path) => sum + new TextEncoder().encode(texts[path]).length, 0);
  if (size > CONFIG_MAP)
    throw new UsageError(`${file} and its imports are ${Math.ceil(size / 1024)} KiB, and a ConfigMap holds ${CONFIG_MAP / 1024} KiB`);
  const name = `${jobName(file)}-${sweep.slice(0, 8)}`;
  const metadata = { name, labels: { 'app.kubernetes.io/name': 'xnet' } };
  const keyOf = (at: number): string => `text-${at}`;
  const folder = '/sweep';
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: Object.fromEntries(paths.map((path, at) => [keyOf(at), texts[path]!]))
  };
  const container = {
    name: 'xnet',
    image,
    workingDir: '/topology',
    args: [
      'sweep',
      '--index',
      '$(JOB_COMPLETION_INDEX)',
      ...[...planArguments(options), '--output', folder, '--jobs', '1', '--quiet', '--', main].map(literal)
    ],
    resources: { requests: { cpu: '1', memory: '512Mi' } },
    volumeMounts: [
      { name: 'topology', mountPath: '/topology', readOnly: true },
      { name: 'pieces', mountPath: folder }
    ]
  };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      completionMode: 'Indexed',
      completions: units,
      parallelism: Math.min(units, AT_ONCE),
      backoffLimitPerIndex: ATTEMPTS,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [container],
          volumes: [
            { name: 'topology', configMap: { name, items: paths.map((path, at) => ({ key: keyOf(at), path })) } },
            { name: 'pieces', persistentVolumeClaim: { claimName: claim } }
          ]
        }
      }
    }
  };
  const about = [
    `${units} unit${units === 1 ? '' : 's'} of ${file}, for xnet ${version}: kubectl apply -f THIS_FILE`,
    `Needs an image whose entry point is xnet (${image}) and a claim ${claim} that all nodes can write (ReadWriteMany).`,
    `When the job is complete: xnet collect on the folder of that volume. Applying it again does only what is missing.`
  ];
  const comment = about.map(line => `# ${line.replace(/[\r\n]+/g, ' ')}\n`).join('');
  return `${comment}${[configMap, job].map(document => stringify(document, { lineWidth: 0 })).join('---\n')}`;
}

/** Kubernetes replaces $(NAME) in arguments; $$ stands for a dollar sign. */
const literal = (argument: string): string => argument.replaceAll('$', '$$$$');
