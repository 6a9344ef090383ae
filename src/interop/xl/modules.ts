/** What xl.cfg cannot say and the host can: module options for queues, xl.conf and the command line of Xen for limits. */
import { DEFAULT_MAX_QUEUES, usesGrants } from '../../topology/agreement.ts';
import type { Domain, Host } from '../../topology/model.ts';
import type { ExportedFile, Losses } from '../export/loss.ts';
import type { Source } from '../export/source.ts';

/** `options xen_netback max_queues=N` for a back-end, `xen_netfront` for a guest; only where Linux would agree on something else. */
export function moduleFiles(host: Host, source: Source, losses: Losses): ExportedFile[] {
  const asked = new Map<Domain, number>();
  const backends = new Map<string, number>();
  for (const domain of host.domains) {
    const vifs = domain.vifs.filter(usesGrants);
    if (vifs.length === 0) continue;
    const most = Math.max(...vifs.map(({ queues }) => queues));
    for (const vif of vifs) {
      if (vif.queues !== most && vif.origins?.['queues'] !== undefined)
        losses.add({
          what: `${vif.name}.queues`,
          why: `max_queues holds for every vif of ${domain.name}: ${most}`,
          origin: vif.origins['queues']
        });
      if (vif.backend !== undefined) backends.set(vif.backend, Math.max(backends.get(vif.backend) ?? 0, vif.queues));
    }
    if (domain.maxQueues !== undefined || most !== agreedByDefault(domain, host, vifs[0]!.backend))
      asked.set(domain, domain.maxQueues ?? most);
  }
  const files = [...asked].map(([domain, queues]) => optionFile(source.nameOf(domain), 'xen_netfront', queues));
  for (const [name, queues] of backends) {
    const backend = host.domains.find(domain => domain.name === name);
    if (backend === undefined) continue;
    const wanted = backend.maxQueues ?? (queues > Math.min(DEFAULT_MAX_QUEUES, backend.vcpus) ? queues : undefined);
    if (wanted !== undefined) files.push(optionFile(source.nameOf(backend), 'xen_netback', wanted));
  }
  return files;
}

/** What both sides settle on when nobody sets anything. */
function agreedByDefault(domain: Domain, host: Host, backend: string | undefined): number {
  const other = host.domains.find(({ name }) => name === backend);
  return Math.min(DEFAULT_MAX_QUEUES, domain.vcpus, other?.maxQueues ?? other?.vcpus ?? DEFAULT_MAX_QUEUES);
}

function optionFile(domain: string, module: string, queues: number): ExportedFile {
  const side = module === 'xen_netback' ? 'every vif that this domain serves' : 'every vif of this domain';
  return {
    name: `${fileName(domain)}.modprobe.conf`,
    text: `# /etc/modprobe.d/${module}.conf in ${domain}: holds for ${side}.\noptions ${module} max_queues=${queues}\n`
  };
}

/** Limits of grant tables and the scheduler; undefined when the topology leaves all of it at the defaults. */
export function hostConfig({ hypervisor }: Host): ExportedFile | undefined {
  const written = (property: string): boolean => hypervisor.origins?.[property] !== undefined;
  const lines = [
    ...(written('max_grant_frames') ? [`max_grant_frames=${hypervisor.maxGrantFrames}`] : []),
    ...(written('max_maptrack_frames') ? [`max_maptrack_frames=${hypervisor.maxMaptrackFrames}`] : []),
    ...(written('grant_version') ? [`max_grant_version=${hypervisor.grantVersion}`] : [])
  ];
  const boot = [
    ...(written('scheduler') && /^credit2?$/.test(hypervisor.scheduler) ? [`sched=${hypervisor.scheduler}`] : []),
    ...(written('max_grant_frames') ? [`gnttab_max_frames=${hypervisor.maxGrantFrames}`] : []),
    ...(written('max_maptrack_frames') ? [`gnttab_max_maptrack_frames=${hypervisor.maxMaptrackFrames}`] : []),
    ...(written('grant_version') ? [`gnttab=max-ver:${hypervisor.grantVersion}`] : []),
    ...(hypervisor.iommu ? ['iommu=1'] : [])
  ];
  if (lines.length + boot.length === 0) return undefined;
  const command = boot.length === 0 ? [] : [`# Command line of Xen: ${boot.join(' ')}`];
  return {
    name: 'xl.conf',
    text: [
      ...command,
      ...(lines.length === 0 ? [] : ['# /etc/xen/xl.conf: for every domain that does not say otherwise']),
      ...lines,
      ''
    ].join('\n')
  };
}

/** A domain's name as a file's. */
export const fileName = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_') || 'domain';
