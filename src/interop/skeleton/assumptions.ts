/** What is assumed where no file says anything: each value with its reason, in one place. */

export const assumed = {
  clock: { value: '2.4 GHz', why: 'a server of the last ten years; see `lscpu` or `xl info`' },
  cores: { why: 'as many as the files need at once' },
  rate: { value: '10 Gbps', why: 'see `ethtool` or `ip link` on the host' },
  pcie: { value: 'gen3_x8', why: 'see LnkSta in `lspci -vv`' },
  rxQueues: { why: 'a queue per vCPU of the domain that drives it; see `ethtool -l`' },
  scheduler: { value: 'credit2', why: 'the default since Xen 4.12' },
  driverVcpus: { value: 4, why: 'see `dom0_max_vcpus`, or `xl vcpu-list`' },
  kvm: { value: 'kvm', why: 'what libvirt usually manages; networks do not say' },
  none: { value: 'none', why: 'no file tells of guests' },
  hostVcpus: { why: 'the host OS runs on every CPU that it is not kept from; see `lscpu`' },
  vcpus: { value: 1, why: 'the least there can be; no file says more' },
  uplink: { why: 'a NIC that nothing else is plugged into; see `bridge link` or `ip -j -d link`' },
  grants: { value: 'copy', why: 'what Linux netback does; no configuration file names a policy' },
  delay: { value: '5 us', why: 'a cable and a switch within a rack' },
  workload: { why: 'no configuration file names the traffic' }
} as const;
