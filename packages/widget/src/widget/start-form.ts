import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { attachIcon, sendIcon } from './icons.js';

/** Units that fit 16 KiB (rule B1) whatever they are: three bytes each. */
const longest = Math.floor((16 * 1024) / 3);

export interface StartForm {
  text: string;
  label: string;
  send: string;
  attach: string;
  /** Files need a running client. */
  canAttach: boolean;
  onText: (text: string) => void;
  onSend: () => void;
  onFiles: (files: File[]) => void;
}

/**
 * The composer of a conversation that does not exist yet: nothing is made on the server or on this device until
 * the first message is sent.
 */
export function startForm(form: StartForm): TemplateResult {
  // Drawn as `tim-composer` is, which takes its place with the first message.
  return html`<form class="start" @submit=${(e: Event) => send(e, form)}>
    <div class="line">
      ${
        form.canAttach
          ? html`<label class="icon-button" title=${form.attach}>
              ${attachIcon}
              <input class="sr" type="file" multiple aria-label=${form.attach} @change=${(e: Event) => pick(e, form)} />
            </label>`
          : nothing
      }
      <div class="grow" data-text=${form.text} dir="auto">
        <textarea
          id="first"
          rows="1"
          dir="auto"
          enterkeyhint="send"
          autocapitalize="sentences"
          maxlength=${longest}
          placeholder=${form.label}
          aria-label=${form.label}
          .value=${live(form.text)}
          @input=${(e: Event) => form.onText((e.target as HTMLTextAreaElement).value)}
          @keydown=${(e: KeyboardEvent) => onKey(e, form)}
        ></textarea>
      </div>
      <button class="icon-button send" aria-label=${form.send} title=${form.send} ?disabled=${!form.text.trim()}>
        ${sendIcon}
      </button>
    </div>
  </form>`;
}

function onKey(event: KeyboardEvent, form: StartForm): void {
  // 229 is Safari's way to say that Enter only confirms what an input method offers.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  send(event, form);
}

function send(event: Event, form: StartForm): void {
  event.preventDefault();
  if (form.text.trim()) form.onSend();
}

function pick(event: Event, form: StartForm): void {
  const input = event.target as HTMLInputElement;
  const files = [...(input.files ?? [])];
  input.value = '';
  if (files.length > 0) form.onFiles(files);
}
