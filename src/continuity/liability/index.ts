export type { Redress, Segment } from './expected-redress.ts';
export { type OutageFacts, outageFactsSchema } from './outage-facts.ts';
export { type LossPrice, priceLosses } from './price-losses.ts';
export { type PriceBar, renderPricePicture } from './render-price-picture.ts';
