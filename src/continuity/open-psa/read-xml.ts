import sax from 'sax';
import { type Place, stop } from './refusal.ts';

/** One element of an XML file, with where it began. */
export interface XmlElement extends Place {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

/** The deepest nesting of elements that is read. */
export const XML_DEPTH_MAX = 500;

/** The most elements that are read. */
export const XML_ELEMENTS_MAX = 4_000_000;

// Only the five entities of XML itself; the typings do not know the option.
const options = { position: true, trim: true, strictEntities: true } as sax.SAXOptions;

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
}

/**
 * Reads XML into elements; text between them is dropped.
 *
 * A document type declaration is refused wherever it stands, and with it every entity but the five of XML
 * itself: a fault tree needs neither, and both are how a file reaches out or blows up.
 *
 * @throws OpenPsaStop at the first thing that is not right
 */
export function readXml(text: string): XmlElement {
  const parser = sax.parser(true, options);
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  let begun: Place = { line: 1, column: 1 };
  const here = (): Place => ({ line: parser.line + 1, column: Math.max(1, parser.column) });
  parser.ondoctype = () => refuseDoctype(here());
  parser.onerror = (error) => {
    const [reason = 'text that is not XML'] = error.message.split('\n');
    stop(here(), describe(reason), 'well-formed XML without entities of its own');
  };
  parser.onopentagstart = () => {
    begun = here();
  };
  parser.onopentag = ({ name, attributes }) => {
    count += 1;
    if (count > XML_ELEMENTS_MAX) stop(begun, 'more elements', `at most ${XML_ELEMENTS_MAX}`);
    if (open.length >= XML_DEPTH_MAX) {
      stop(begun, 'deeper nesting', `at most ${XML_DEPTH_MAX} elements within each other`);
    }
    const element: OpenElement = {
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      ...begun,
    };
    open.at(-1)?.children.push(element);
    if (open.length === 0) root = element;
    open.push(element);
  };
  parser.onclosetag = () => void open.pop();
  parser.write(text).close();
  return root ?? stop(here(), 'no element', 'an <opsa-mef> element');
}

function refuseDoctype(place: Place): never {
  stop(
    place,
    'a document type declaration (DOCTYPE)',
    'a file without DTD and entities; remove it',
  );
}

function describe(reason: string): string {
  return reason.startsWith('Invalid character entity')
    ? 'an entity that XML itself does not define'
    : `text that is not well-formed (${reason.toLowerCase()})`;
}
