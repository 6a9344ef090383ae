/** `.xnet` → foreign text and a loss report. */
import type { Analysis } from '../language/analysis.ts';
import type { Exported } from './export/loss.ts';
import { exportLibvirt } from './libvirt/export.ts';
import { exportXl } from './xl/export.ts';

/** Formats that can be written. */
export type ExportFormat = 'xl' | 'libvirt';

export const exporters: Readonly<Record<ExportFormat, { readonly title: string; write(analysis: Analysis, file: string): Exported }>> = {
  xl: { title: 'Xen xl.cfg, with module options and xl.conf', write: exportXl },
  libvirt: { title: 'libvirt domain XML, and the networks that were imported', write: exportLibvirt }
};

export const exportFormats = Object.keys(exporters) as readonly ExportFormat[];
