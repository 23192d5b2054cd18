import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

// As much of X.509 (RFC 5280) as a server on loopback needs: Node makes keys, but no certificates.

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const oid = (...bytes: readonly number[]) => der(0x06, Buffer.from(bytes));
const ECDSA_WITH_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const utcTime = (text: string) => der(0x17, Buffer.from(text));
const name = (commonName: string) => sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(commonName)))));

/** An authority, which may sign, by its name and its address. */
const extensions = (address: readonly number[]) =>
  der(
    0xa3,
    sequence(
      sequence(oid(0x55, 0x1d, 0x13), der(0x01, Buffer.from([0xff])), der(0x04, sequence(der(0x01, Buffer.from([0xff]))))),
      sequence(oid(0x55, 0x1d, 0x11), der(0x04, sequence(der(0x87, Buffer.from(address)), der(0x82, Buffer.from('api.example'))))),
    ),
  );

const certificateOf = (publicKey: KeyObject, privateKey: KeyObject, commonName: string, until: string): Buffer => {
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ECDSA_WITH_SHA256,
    name(commonName),
    sequence(utcTime('200101000000Z'), utcTime(until)),
    name(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions([127, 0, 0, 1]),
  );
  return sequence(toBeSigned, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey)));
};

const pem = (label: string, content: Buffer): string => `-----BEGIN ${label}-----\n${content.toString('base64')}\n-----END ${label}-----\n`;

/** A certificate for 127.0.0.1 and api.example that vouches for itself, and its key, as PEM. @param until `YYMMDDhhmmssZ` */
export const selfSigned = (commonName: string, until = '491231235959Z'): { readonly cert: string; readonly key: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    cert: pem('CERTIFICATE', certificateOf(publicKey, privateKey, commonName, until)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
