// Images that were built and pushed, and who may pull them.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Image } from '../container-runtime/container-runtime.ts';

export interface RegistryKeys {
  readonly username: string;
  readonly password: string;
  readonly password2: string;
}

export type Pull =
  { readonly kind: 'image'; readonly image: Image } | { readonly kind: 'refused'; readonly reason: string };

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const newPassword = () => randomBytes(39).toString('base64').replace(/[+/=]/g, 'x');

export class ImageStore {
  /** Digests by repository and tag. */
  readonly #images = new Map<string, string>();
  readonly server: string;
  #keys: RegistryKeys;

  constructor(server: string, username: string) {
    this.server = server;
    this.#keys = { username, password: newPassword(), password2: newPassword() };
  }

  keys(): RegistryKeys {
    return this.#keys;
  }

  regenerate(name: 'password' | 'password2'): RegistryKeys {
    this.#keys = { ...this.#keys, [name]: newPassword() };
    return this.#keys;
  }

  /** @param name e.g. `fraud:1a2b`, as `imageNames` of a build say it, without the server */
  push(name: string, digest: string): void {
    this.#images.set(name, digest);
  }

  /** Repository and tag of each image. */
  names(): readonly string[] {
    return [...this.#images.keys()];
  }

  /** @param reference with the server in front, e.g. `demoimages.azurecr.io/fraud:1a2b` */
  pull(reference: string, username: string | undefined, password: string | undefined): Pull {
    const { password: first, password2, username: known } = this.#keys;
    const isKnown = [first, password2].some((key) => same(key, password ?? ''));
    if (username !== known || !isKnown) return { kind: 'refused', reason: 'unauthorized' };
    const digest = this.#images.get(reference.slice(this.server.length + 1));
    if (digest === undefined) return { kind: 'refused', reason: 'manifest unknown' };
    return { kind: 'image', image: { name: reference, digest } };
  }
}
