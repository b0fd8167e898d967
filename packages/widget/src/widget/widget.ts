import { html, LitElement } from 'lit';
export class TimWidget extends LitElement {
  override render() {
    return html`x`;
  }
}
customElements.define('tim-widget', TimWidget);
