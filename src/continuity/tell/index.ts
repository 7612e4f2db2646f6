export { drawLoop, explainLoss } from './explain-loss.ts';
export { explainNode } from './explain-node.ts';
export { createNaming, type Naming } from './naming.ts';
