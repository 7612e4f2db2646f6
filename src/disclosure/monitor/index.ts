export {
  type HammerCount,
  type HammerOptions,
  type HammerRefusal,
  hammerLog,
} from './hammer-log.ts';
