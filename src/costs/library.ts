/** The shipped libraries by the name an import gives them, without `xnet:`. A new file is one import and one row here. */
import xen2009 from './xen-2009.xnet';

export const library: Readonly<Record<string, string>> = {
  'costs/xen-2009': xen2009
};
