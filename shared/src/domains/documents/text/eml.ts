import type { Address, Email, Attachment as MailAttachment } from 'postal-mime';
import { htmlToText } from './html-text.ts';
import type { Attachment, OpenDocument } from './open-document.ts';
import { textDocument } from './text-document.ts';
import { UnreadableDocument } from './unreadable-document.ts';

/** A mail (RFC 5322): From, To, Cc, Date and Subject as first lines, then its text, else the text of its HTML. */
export async function openEml(bytes: Uint8Array): Promise<OpenDocument> {
  const { default: PostalMime } = await import('postal-mime');
  const mail = await PostalMime.parse(bytes).catch((error: unknown) => {
    throw new UnreadableDocument('corrupt', 'This e-mail is damaged and cannot be read.', { cause: error });
  });
  const body = mail.text?.trim() ? mail.text : htmlToText(mail.html ?? '');
  const text = `${headerLines(mail).join('\n')}\n\n${body.replace(/\r\n?/g, '\n').trim()}`.trim();
  const attachments = mail.attachments.filter((attachment) => !attachment.related).map(toAttachment);
  return textDocument({ fileType: 'eml', title: mail.subject || undefined, pages: [{ text }], attachments });
}

function headerLines(mail: Email): string[] {
  const fields: [string, string | undefined][] = [
    ['From', mail.from && addresses([mail.from])],
    ['To', mail.to && addresses(mail.to)],
    ['Cc', mail.cc && addresses(mail.cc)],
    ['Date', mail.date],
    ['Subject', mail.subject],
  ];
  return fields.filter(([, value]) => value).map(([name, value]) => `${name}: ${value!.replace(/\s+/g, ' ').trim()}`);
}

function addresses(list: readonly Address[]): string {
  const mailboxes = list.flatMap((address) => address.group ?? [address]);
  return mailboxes.map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address)).join(', ');
}

function toAttachment({ filename, mimeType, content }: MailAttachment, index: number): Attachment {
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  return { fileName: filename || `attachment-${index + 1}`, contentType: mimeType, bytes };
}
