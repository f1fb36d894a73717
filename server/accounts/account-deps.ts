import type { Deps } from '../deps.ts';
import type { Dispatcher } from '../messages/dispatcher.ts';

/** What accounts are made of: who carries their codes may be an engine that makes them too. */
export interface AccountDeps extends Deps {
  readonly codes: Dispatcher;
}

/** Something to be done once the answer has left. */
export type Afterwards = () => void;
