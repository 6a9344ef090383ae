/** The shipped libraries by the name an import gives them, without `xnet:`. A new file is one import and one row here. */
import infiniband2006 from './infiniband-2006.xnet';
import ixp2006 from './ixp-2006.xnet';
import kvm2018 from './kvm-2018.xnet';
import nic2005 from './nic-2005.xnet';
import server2011 from './server-2011.xnet';
import via2000 from './via-2000.xnet';
import xen2006 from './xen-2006.xnet';
import xen2009 from './xen-2009.xnet';
import xen2017 from './xen-2017.xnet';

export const library: Readonly<Record<string, string>> = {
  'costs/infiniband-2006': infiniband2006,
  'costs/ixp-2006': ixp2006,
  'costs/kvm-2018': kvm2018,
  'costs/nic-2005': nic2005,
  'costs/server-2011': server2011,
  'costs/via-2000': via2000,
  'costs/xen-2006': xen2006,
  'costs/xen-2009': xen2009,
  'costs/xen-2017': xen2017
};
