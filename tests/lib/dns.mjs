// A name server on loopback that knows what it is told, { "name.example": ["its text", …] }, and answers questions for TXT.

import dgram from "node:dgram";

export async function startNameServer(texts) {
  const socket = dgram.createSocket("udp4");
  socket.on("message", (question, from) => {
    const labels = [];
    let at = 12;
    while (question[at]) {
      labels.push(question.toString("latin1", at + 1, at + 1 + question[at]));
      at += 1 + question[at];
    }
    const records = texts[labels.join(".").toLowerCase()] ?? [];
    const header = Buffer.from(question.subarray(0, 12));
    header.writeUInt16BE(records.length ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(records.length, 6);
    header.writeUInt16BE(0, 8);
    header.writeUInt16BE(0, 10);
    const answers = records.map((text) => {
      const parts = (text.match(/.{1,100}/g) ?? [""]).map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part, "latin1")]));
      const data = Buffer.concat(parts);
      const head = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 255]);
      return Buffer.concat([head, data]);
    });
    socket.send(Buffer.concat([header, question.subarray(12, at + 5), ...answers]), from.port, from.address);
  });
  await new Promise((resolve) => { socket.bind(0, "127.0.0.1", resolve); });
  return { address: `127.0.0.1:${socket.address().port}`, texts, stop: () => socket.close() };
}
