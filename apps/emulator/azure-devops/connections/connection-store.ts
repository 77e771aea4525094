// The service connections of the project, by id and by name.
import { VssError } from '../rest/vss-error.ts';
import type { ServiceConnection } from './service-connection.ts';

export class ConnectionStore {
  readonly #byId = new Map<string, ServiceConnection>();

  /** Adds or replaces by id. A second connection of the same name is refused, as in the service. */
  put(connection: ServiceConnection): void {
    const other = this.byName(connection.name);
    if (other && other.id !== connection.id)
      throw new VssError(
        409,
        'DuplicateServiceConnectionException',
        `Service connection with name ${connection.name} already exists. Only a user having Administrator/User role permissions on service connection ${connection.name} can see it.`,
      );
    this.#byId.set(connection.id.toLowerCase(), connection);
  }

  remove(id: string): boolean {
    return this.#byId.delete(id.toLowerCase());
  }

  byId(id: string): ServiceConnection | undefined {
    return this.#byId.get(id.toLowerCase());
  }

  byName(name: string): ServiceConnection | undefined {
    return this.all().find((connection) => connection.name.toLowerCase() === name.toLowerCase());
  }

  all(): readonly ServiceConnection[] {
    return [...this.#byId.values()];
  }
}
