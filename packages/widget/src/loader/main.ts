import { boot } from './boot.js';

/** The built module's path from this script, put in by the build. */
declare const __TIM_ENTRY__: string;

const script = document.currentScript as HTMLScriptElement | null;
// A second tag on one page adds nothing.
if (script && (!window.TokenIM || Array.isArray(window.TokenIM))) {
  boot(script, (attempt) => {
    const entry = new URL(__TIM_ENTRY__ + (attempt ? `?${attempt}` : ''), script.src);
    return import(/* @vite-ignore */ entry.href);
  });
}
