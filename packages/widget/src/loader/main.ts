import { boot } from './boot.js';

/** The built module's path from this script, put in by the build. */
declare const __TIM_ENTRY__: string;

const script = document.currentScript as HTMLScriptElement | null;
// A second tag on one page adds nothing.
if (script && (!window.TokenIM || Array.isArray(window.TokenIM))) {
  const entry = new URL(__TIM_ENTRY__, script.src).href;
  boot(script, (attempt) => import(/* @vite-ignore */ entry + (attempt ? `?${attempt}` : '')));
}
