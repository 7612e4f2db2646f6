import type { ComponentType } from 'react';
import type { ConsoleMessages } from '../../messages/console.ts';
import type { Permission } from './session.ts';

/** The groups of the navigation, in the order they are shown. */
export type NavigationGroup = 'work' | 'incident' | 'rules' | 'money' | 'proof' | 'house';

/** One page of the console: its address, who may open it, and where it stands in the navigation. */
export interface ConsolePage {
  /** under /console, with `$name` for a part that varies, such as `/claims/$claimId` */
  readonly path: string;
  /** one of these is enough; the server decides in any case */
  readonly permissions: readonly Permission[];
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  /** absent when the page is reached from another one only */
  readonly navigation?: {
    readonly group: NavigationGroup;
    readonly label: (words: ConsoleMessages) => string;
  };
}
