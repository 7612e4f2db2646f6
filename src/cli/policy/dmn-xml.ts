import type { DecisionTable } from '../../policy/dmn/index.ts';

// What of the meta-model of DMN is read here; dmn-moddle has no types of its own.
interface Text {
  readonly text?: string;
}
interface Moddle {
  readonly $type: string;
  readonly id?: string;
  readonly name?: string;
  readonly label?: string;
  readonly typeRef?: string;
  readonly hitPolicy?: string;
  readonly description?: string;
  readonly drgElement?: readonly Moddle[];
  readonly decisionLogic?: Moddle;
  readonly input?: readonly (Moddle & {
    readonly inputExpression?: Text & { readonly typeRef?: string };
    readonly inputValues?: Text;
  })[];
  readonly output?: readonly (Moddle & { readonly defaultOutputEntry?: Text })[];
  readonly rule?: readonly (Moddle & {
    readonly inputEntry?: readonly Text[];
    readonly outputEntry?: readonly Text[];
  })[];
}
interface DmnModdle {
  fromXML(xml: string): Promise<{ readonly rootElement: Moddle }>;
  toXML(element: Moddle, options: { readonly format: boolean }): Promise<{ readonly xml: string }>;
  create(type: string, values: object): Moddle;
}

async function openModdle(): Promise<DmnModdle> {
  // The package has no declarations, so its one name is described here.
  const name = 'dmn-moddle';
  const module = (await import(name)) as { readonly DmnModdle: new () => DmnModdle };
  return new module.DmnModdle();
}

/** Reads the decision tables of a DMN 1.x file; throws what the XML reader says of a wrong one. */
export async function readDmn(xml: string): Promise<readonly DecisionTable[]> {
  const { rootElement } = await (await openModdle()).fromXML(xml);
  return (rootElement.drgElement ?? []).flatMap((decision, index) => {
    const logic = decision.decisionLogic;
    if (logic?.$type !== 'dmn:DecisionTable') return [];
    return [tableOf(logic, decision.name ?? decision.id ?? `table ${index + 1}`)];
  });
}

function tableOf(logic: Moddle, name: string): DecisionTable {
  const inputs = (logic.input ?? []).map(({ label, inputExpression, inputValues }) => {
    const words = [...(inputValues?.text ?? '').matchAll(/"([^"]*)"/g)].map(([, one = '']) => one);
    return {
      expression: inputExpression?.text ?? label ?? '',
      type: inputExpression?.typeRef ?? 'number',
      ...(label === undefined ? {} : { label }),
      ...(words.length > 0 ? { values: words } : {}),
    };
  });
  const outputs = (logic.output ?? []).map((one) => {
    const { name: own = '', typeRef = 'number', label, defaultOutputEntry } = one;
    const fallback = defaultOutputEntry?.text;
    return {
      name: own,
      type: typeRef,
      ...(label === undefined ? {} : { label }),
      ...(fallback === undefined ? {} : { defaultValue: fallback }),
    };
  });
  const rules = (logic.rule ?? []).map(({ inputEntry, outputEntry, description }) => ({
    tests: (inputEntry ?? []).map(({ text = '-' }) => text),
    values: (outputEntry ?? []).map(({ text = '' }) => text),
    ...(description === undefined ? {} : { because: description }),
  }));
  return { name, hitPolicy: logic.hitPolicy ?? 'UNIQUE', inputs, outputs, rules };
}

/** Writes decision tables as one DMN 1.3 file. */
export async function writeDmn(tables: readonly DecisionTable[], name: string): Promise<string> {
  const moddle = await openModdle();
  const text = (type: string, value: string) => moddle.create(type, { text: value });
  const drgElement = tables.map((table, index) => {
    const id = (part: string) => `table_${index + 1}_${part}`;
    const input = table.inputs.map(({ expression, type, label, values }, at) =>
      moddle.create('dmn:InputClause', {
        id: id(`input_${at + 1}`),
        ...(label === undefined ? {} : { label }),
        inputExpression: moddle.create('dmn:LiteralExpression', {
          typeRef: type,
          text: expression,
        }),
        ...(values
          ? { inputValues: text('dmn:UnaryTests', values.map((one) => `"${one}"`).join(', ')) }
          : {}),
      }),
    );
    const output = table.outputs.map(({ name: own, type, label }, at) =>
      moddle.create('dmn:OutputClause', {
        id: id(`output_${at + 1}`),
        name: own,
        typeRef: type,
        ...(label === undefined ? {} : { label }),
      }),
    );
    const rule = table.rules.map(({ tests, values, because }, at) =>
      moddle.create('dmn:DecisionRule', {
        id: id(`rule_${at + 1}`),
        ...(because === undefined ? {} : { description: because }),
        inputEntry: tests.map((test) => text('dmn:UnaryTests', test)),
        outputEntry: values.map((value) => text('dmn:LiteralExpression', value)),
      }),
    );
    const { hitPolicy } = table;
    const decisionLogic = moddle.create('dmn:DecisionTable', {
      id: id('logic'),
      hitPolicy,
      input,
      output,
      rule,
    });
    return moddle.create('dmn:Decision', { id: id('decision'), name: table.name, decisionLogic });
  });
  const definitions = moddle.create('dmn:Definitions', {
    id: 'definitions',
    name,
    namespace: 'urn:amends:policy',
    drgElement,
  });
  return (await moddle.toXML(definitions, { format: true })).xml;
}
