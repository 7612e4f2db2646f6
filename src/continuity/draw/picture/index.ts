// The picture of an inventory under a loss: laid out and drawn alike for pages, reports and files.

export type { NodeGroup } from './group-places.ts';
export { groupTitle } from './group-title.ts';
export { listNodeStates, type NodeState } from './node-states.ts';
export {
  type Picture,
  type PictureOptions,
  pictureDrawer,
  renderLossDiagram,
} from './render-picture.ts';
