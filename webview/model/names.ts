/** Names of things as sentences and axes want them: elements of one array belong together, hosts are dropped where there is only one. */
import { count } from '../format.ts';

/** `server.guest[3].eth0` → `server.guest[*].eth0`; a core keeps its number, for hardware is no array. */
export function arrayOf(name: string): string {
  return name.replace(/\[\d+\]/g, '[*]');
}

/** The domain (or peer) of an endpoint: `server.guest[3].eth0` → `server.guest[3]`; `client` and `server.dom0` stay. */
export function domainOf(endpoint: string, domains: ReadonlySet<string>): string {
  for (let name = endpoint; ; name = name.slice(0, name.lastIndexOf('.'))) {
    if (domains.has(name)) return name;
    if (!name.includes('.')) return endpoint;
  }
}

/** A function that drops the host from qualified names when all of them are on one host. */
export function shortener(names: Iterable<string>): (name: string) => string {
  const hosts = new Set<string>();
  for (const name of names) hosts.add(name.split('.')[0] ?? name);
  const only = hosts.size === 1 ? [...hosts][0] : undefined;
  return name => (only !== undefined && name.startsWith(`${only}.`) ? name.slice(only.length + 1) : name);
}

/** Words a reader knows as kinds of machines take a plural; any other array's name is said beside the word. */
const plurals: Readonly<Record<string, string>> = {
  guest: 'guests',
  vm: 'VMs',
  client: 'clients',
  server: 'servers',
  peer: 'peers',
  host: 'hosts',
  domain: 'domains',
  node: 'nodes',
  worker: 'workers'
};

/** `7 guests`, `7 web domains`, `server.guest[2]`: the members of one array, or undefined when the names are of several. */
export function crowd(names: readonly string[], short: (name: string) => string): string | undefined {
  const distinct = [...new Set(names)];
  const [first] = distinct;
  if (first === undefined) return undefined;
  if (distinct.length === 1) return short(first);
  const array = arrayOf(first);
  if (!array.includes('[*]') || distinct.some(name => arrayOf(name) !== array)) return undefined;
  const word =
    array
      .replace(/\[\*\]/g, '')
      .split('.')
      .pop() ?? array;
  return `${count(distinct.length)} ${plurals[word.toLowerCase()] ?? `${word} domains`}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** `1 flow`, `2,000 flows`. */
export function plural(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}
