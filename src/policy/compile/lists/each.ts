import type { Compilation } from '../compilation.ts';
import { always, type CompiledValue, chooseStop } from '../compiled-value.ts';
import { type IntegerCell, integerLiteral, type Layers } from '../sql/layers.ts';
import type { Each, ListedShape, ListValue } from './list-value.ts';

/** Gives what `each` is in a list whose rows go by an alias. */
export function eachOf({ element }: ListValue, alias: string, compilation: Compilation): Each {
  if (element.kind !== 'record') {
    return { kind: 'single', value: listedValue(element, alias, compilation.layers) };
  }
  const fields = element.fields.map(({ name, shape, canBeMissing }) => {
    const value = listedValue(shape, alias, compilation.layers);
    if (!canBeMissing) return [name, value] as const;
    const isNull = { sql: `(${alias}.${shape.column} is null)`, depth: 0 };
    const gives = always(compilation.stops.bitOf(`${name} of each`));
    const stop = chooseStop([{ when: isNull, gives }], undefined);
    return [name, stop ? { ...value, stop } : value] as const;
  });
  return { kind: 'record', fields: new Map(fields) };
}

function listedValue(shape: ListedShape, alias: string, { dialect }: Layers): CompiledValue {
  const cell = { sql: `${alias}.${shape.column}`, depth: 0 };
  switch (shape.kind) {
    case 'number': {
      const { bounds, isWide } = shape;
      const numerator: IntegerCell = { ...cell, bounds, isWide };
      const denominator = integerLiteral(shape.denominator, dialect);
      return { kind: 'number', fraction: { numerator, denominator } };
    }
    case 'instant':
      return { kind: 'instant', cell: { ...cell, bounds: shape.bounds, isWide: false } };
    case 'date':
      return { kind: 'date', cell, ...(shape.days ? { days: shape.days } : {}) };
    default:
      return { kind: shape.kind, cell };
  }
}
