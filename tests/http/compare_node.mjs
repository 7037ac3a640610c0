// Plays the tables of tests/fixtures/http to Node's http server and prints where it judges otherwise than we do:
//
//     node tests/http/compare_node.mjs                   Node's verdicts against the tables
//     node tests/http/compare_node.mjs 127.0.0.1:8080    a running server of ours against the tables, too
//
// What the tables say of our reader is proved by tests/unit/test_parse.c. The result is recorded in
// docs/decisions/0003-http-parser.md.
import http from 'node:http';
import net from 'node:net';
import { readFileSync } from 'node:fs';

const SILENCE_MS = 150;
const AT_ONCE = 16;

function unescape(text) {
  const bytes = [];
  const raw = Buffer.from(text);
  const letters = { r: 13, n: 10, t: 9, 0: 0, '\\': 92 };
  for (let at = 0; at < raw.length; ) {
    const letter = String.fromCharCode(raw[at + 1]);
    if (raw[at] !== 0x5c) bytes.push(raw[at++]);
    else if (letter === 'x') {
      bytes.push(parseInt(raw.toString('latin1', at + 2, at + 4), 16));
      at += 4;
    } else {
      bytes.push(letters[letter]);
      at += 2;
    }
  }
  return Buffer.from(bytes);
}

function expand(text) {
  return Buffer.concat(
    text.split(/(\{[^}]*\*\d+\})/).map((part) => {
      const group = part.match(/^\{(.*)\*(\d+)\}$/);
      return group ? Buffer.concat(Array(Number(group[2])).fill(unescape(group[1]))) : unescape(part);
    }),
  );
}

function readTable(name) {
  return readFileSync(new URL(`../fixtures/http/${name}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [expected, what, ...rest] = line.split(' | ');
      return { expected, what, bytes: expand(rest.join(' | ')) };
    });
}

// What a server answers: the statuses, until it closes or says nothing for a while.
function ask(port, host, bytes) {
  return new Promise((resolve) => {
    let heard = '';
    let timer;
    const socket = net.connect(port, host, () => socket.write(bytes));
    const end = (closed) => {
      clearTimeout(timer);
      socket.destroy();
      const statuses = [...heard.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map((match) => Number(match[1]));
      resolve({ statuses: statuses.filter((status) => status !== 100), closed });
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => end(false), SILENCE_MS);
    };
    socket.on('data', (data) => {
      heard += data.toString('latin1');
      wait();
    });
    socket.on('end', () => end(true));
    socket.on('error', () => end(true));
    wait();
  });
}

async function askAll(shapes, port, host) {
  const verdicts = new Array(shapes.length);
  let next = 0;
  const worker = async () => {
    while (next < shapes.length) {
      const at = next++;
      verdicts[at] = await ask(port, host, shapes[at].bytes);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return verdicts;
}

function startNode() {
  const server = http.createServer((request, response) => {
    request.on('data', () => {});
    request.on('end', () => response.end('ok'));
    request.on('error', () => {});
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const last = (verdict) => verdict.statuses[verdict.statuses.length - 1];

function judge(verdict) {
  if (last(verdict) >= 400) return 'refused';
  if (verdict.statuses.length === 0) return verdict.closed ? 'cut' : 'waits';
  return 'taken';
}

function print(title, lines) {
  console.log(`\n${title}: ${lines.length}`);
  for (const line of lines) console.log(`  ${line}`);
}

const malformed = readTable('malformed');
const valid = readTable('valid');
const node = await startNode();
const nodeMalformed = await askAll(malformed, node.address().port, '127.0.0.1');
const nodeValid = await askAll(valid, node.address().port, '127.0.0.1');
node.close();
node.closeAllConnections();

const of = (verdicts, shapes, wanted) =>
  shapes.filter((_, i) => judge(verdicts[i]) === wanted).map((shape) => `${shape.expected}  ${shape.what}`);

console.log(`Node ${process.versions.node}, llhttp ${process.versions.llhttp}: ${malformed.length} malformed shapes,`);
console.log(`${valid.length} valid ones`);
print('we refuse, Node takes', of(nodeMalformed, malformed, 'taken'));
print('we refuse, Node waits for more', of(nodeMalformed, malformed, 'waits'));
print('we refuse, Node closes without an answer', of(nodeMalformed, malformed, 'cut'));
print(
  'both refuse, with another status (ours, Node\'s)',
  malformed.flatMap((shape, i) =>
    judge(nodeMalformed[i]) === 'refused' && String(last(nodeMalformed[i])) !== shape.expected
      ? [`${shape.expected} ${last(nodeMalformed[i])}  ${shape.what}`]
      : [],
  ),
);
print(
  'we take, Node refuses or closes',
  valid.flatMap((shape, i) =>
    ['refused', 'cut'].includes(judge(nodeValid[i])) ? [`${last(nodeValid[i]) ?? 'cut'}  ${shape.what}`] : [],
  ),
);

if (process.argv[2]) {
  const [host, port] = process.argv[2].split(':');
  const ours = await askAll(malformed, Number(port), host);
  const oursValid = await askAll(valid, Number(port), host);
  print(
    'our running server differs from the tables',
    [
      ...malformed.filter((shape, i) => String(last(ours[i])) !== shape.expected || !ours[i].closed),
      ...valid.filter((_, i) => [400, 413, 414, 417, 431, 501, 505].includes(last(oursValid[i]))),
    ].map((shape) => `${shape.expected}  ${shape.what}`),
  );
}
