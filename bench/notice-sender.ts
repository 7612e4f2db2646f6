// One sender of notices, in a process of its own that can be killed: `notice-sender.js URL DIR`, or
// with `bare COUNT` a loop that only speaks SMTP, over as many connections.
import { type NoticeWords, runNotices } from '../src/disclosure/notices/index.ts';
import { loadConfig, openMailPool, openPlatform } from '../src/platform/index.ts';

/** As long as a real notice is. */
const words: NoticeWords = {
  confirmation: ({ confirm }) => ({ subject: 'Confirm', text: confirm }),
  already: ({ manage }) => ({ subject: 'Already', text: manage }),
  notice: ({ title, text, link, leave }) => ({
    subject: `${title}: news`,
    text: [text, `More: ${link}`, `Change or end these messages: ${leave}`].join('\n\n'),
  }),
};

async function sendBare(smtpUrl: string, count: number): Promise<void> {
  const pool = await openMailPool({ smtpUrl, mailFrom: 'Bench <bench@status.example>' });
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      const to = `bare${next}@example.org`;
      const letter = words.notice({
        ...{ topic: 'incident_updated', title: 'Mail outage', text: 'Half of all mail goes.' },
        ...{ occurredAt: 0 as never, zone: 'UTC', link: 'https://status.example/public/bench' },
        leave: `https://status.example/public/subscription/${'x'.repeat(32)}`,
      });
      const mail = { ...letter, to, messageId: `<bare.${next}@status.example>`, headers: {} };
      await pool.post(mail, async () => undefined);
    }
  };
  await Promise.all(Array.from({ length: pool.connectionCount }, work));
  pool.close();
}

const [databaseUrl = '', place = '', count = ''] = process.argv.slice(2);
const env = {
  ...process.env,
  AMENDS_LOG_LEVEL: 'error',
  AMENDS_PUBLIC_URL: 'https://status.example',
};
if (databaseUrl === 'bare') {
  await sendBare(place, Number(count));
} else {
  const config = loadConfig({ ...env, AMENDS_DATA_DIR: place });
  const platform = await openPlatform({ config, databaseUrl });
  const stopping = new AbortController();
  process.once('SIGTERM', () => stopping.abort());
  await runNotices(platform, { wordsOf: () => words, signal: stopping.signal, idleMs: 100 });
  await platform.close();
}
