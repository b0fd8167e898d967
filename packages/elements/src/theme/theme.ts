import { css } from 'lit';

/**
 * All colours, sizes and type of the elements. A site sets `--tim-*`; everything inside reads `--_*`, which is
 * derived here, on each element, so that a variable set anywhere above reaches it.
 *
 * docs/theming.md lists the public variables with their defaults; a test holds it against this file.
 *
 * Light or dark follows the page's `color-scheme`; the attribute `theme` with `light`, `dark` or `auto` (the
 * system's choice) sets it for an element and what is in it.
 *
 * Contrast on the accent: relative luminance is the `y` of XYZ, so CSS can compute what WCAG asks. Text on the
 * accent is white below a luminance of 0.18 and black above: 4.5 to 1 at least, whatever the accent. Accents a
 * little above the limit, strong reds and oranges, are first darkened to it, keeping their hue, since white on
 * them is what people expect.
 */
export const theme = css`
  :host {
    --_hue: var(--tim-hue, 262);
    --_brand: var(--tim-accent, oklch(0.54 0.2 262));
    --_brand-dark: oklch(from var(--_brand) min(1, calc(l + 0.03)) calc(c * 0.88) h);
    --_fill-light: color(
      from var(--_brand) xyz-d65 calc(x * (1 - clamp(0, (0.3 - y) * 1e5, 1) * (1 - min(1, 0.178 / y))))
        calc(y * (1 - clamp(0, (0.3 - y) * 1e5, 1) * (1 - min(1, 0.178 / y))))
        calc(z * (1 - clamp(0, (0.3 - y) * 1e5, 1) * (1 - min(1, 0.178 / y))))
    );
    --_fill-dark: color(
      from var(--_brand-dark) xyz-d65 calc(x * (1 - clamp(0, (0.3 - y) * 1e5, 1) * (1 - min(1, 0.178 / y))))
        calc(y * (1 - clamp(0, (0.3 - y) * 1e5, 1) * (1 - min(1, 0.178 / y))))
        calc(z * (1 - clamp(0, (0.3 - y) * 1e5, 1) * (1 - min(1, 0.178 / y))))
    );
    --_on-light: color(
      from var(--_fill-light) xyz-d65 calc(0.9505 * clamp(0, (0.18 - y) * 1e5, 1)) clamp(0, (0.18 - y) * 1e5, 1)
        calc(1.089 * clamp(0, (0.18 - y) * 1e5, 1))
    );
    --_on-dark: color(
      from var(--_fill-dark) xyz-d65 calc(0.9505 * clamp(0, (0.18 - y) * 1e5, 1)) clamp(0, (0.18 - y) * 1e5, 1)
        calc(1.089 * clamp(0, (0.18 - y) * 1e5, 1))
    );
    --_accent: light-dark(var(--_fill-light), var(--_fill-dark));
    --_on-accent: light-dark(var(--_on-light), var(--_on-dark));
    --_accent-hover: light-dark(
      oklch(from var(--_fill-light) calc(l - 0.04) c h),
      oklch(from var(--_fill-dark) calc(l - 0.03) c h)
    );
    /* As text on our own surfaces: dark enough, or light enough, for any hue. */
    --_accent-text: light-dark(
      oklch(from var(--_brand) min(l, 0.5) min(c, 0.19) h),
      oklch(from var(--_brand) max(l, 0.78) min(c, 0.14) h)
    );
    --_accent-subtle: light-dark(
      oklch(from var(--_brand) 0.95 min(c, 0.035) h),
      oklch(from var(--_brand) 0.3 min(c, 0.06) h)
    );

    --_bg: var(--tim-background, light-dark(oklch(1 0 0), oklch(0.19 0.012 var(--_hue))));
    --_surface: var(--tim-surface, light-dark(oklch(0.98 0.003 var(--_hue)), oklch(0.235 0.013 var(--_hue))));
    --_raised: var(--tim-surface, light-dark(oklch(1 0 0), oklch(0.27 0.014 var(--_hue))));
    --_bubble: var(--tim-bubble, light-dark(oklch(0.955 0.006 var(--_hue)), oklch(0.285 0.015 var(--_hue))));
    --_hover: light-dark(oklch(0.4 0.03 var(--_hue) / 0.06), oklch(0.95 0.01 var(--_hue) / 0.07));
    --_active: light-dark(oklch(0.4 0.03 var(--_hue) / 0.11), oklch(0.95 0.01 var(--_hue) / 0.12));
    --_border: var(--tim-border, light-dark(oklch(0.915 0.007 var(--_hue)), oklch(0.34 0.014 var(--_hue))));
    --_control: light-dark(oklch(0.62 0.015 var(--_hue)), oklch(0.6 0.015 var(--_hue)));
    --_text: var(--tim-text, light-dark(oklch(0.22 0.02 var(--_hue)), oklch(0.955 0.006 var(--_hue))));
    --_muted: var(--tim-muted, light-dark(oklch(0.49 0.02 var(--_hue)), oklch(0.755 0.014 var(--_hue))));
    --_danger: var(--tim-danger, light-dark(oklch(0.51 0.19 27), oklch(0.77 0.125 22)));
    --_danger-subtle: light-dark(oklch(0.96 0.018 20), oklch(0.29 0.055 22));
    --_warning: var(--tim-warning, light-dark(oklch(0.47 0.1 65), oklch(0.84 0.12 82)));
    --_warning-subtle: light-dark(oklch(0.965 0.035 85), oklch(0.3 0.045 80));
    --_success: var(--tim-success, light-dark(oklch(0.48 0.12 152), oklch(0.8 0.13 155)));
    --_shadow: 0 0 0 1px light-dark(oklch(0.3 0.03 var(--_hue) / 0.07), oklch(0.36 0.015 var(--_hue))),
      0 1px 2px light-dark(oklch(0.3 0.04 var(--_hue) / 0.08), transparent),
      0 8px 24px light-dark(oklch(0.3 0.04 var(--_hue) / 0.12), oklch(0 0 0 / 0.4));

    --_font: var(
      --tim-font,
      system-ui,
      'Noto Sans',
      'PingFang SC',
      'Microsoft YaHei',
      'Noto Sans CJK SC',
      'Noto Sans SC',
      'Hiragino Sans',
      'Yu Gothic',
      'Noto Sans JP',
      'Apple SD Gothic Neo',
      'Malgun Gothic',
      'Noto Sans KR',
      'Geeza Pro',
      'Noto Sans Arabic',
      'Segoe UI Arabic',
      sans-serif,
      'Apple Color Emoji',
      'Segoe UI Emoji',
      'Noto Color Emoji'
    );
    --_size-m: var(--tim-size, 15px);
    --_size-xs: max(12px, var(--_size-m) * 0.8);
    --_size-s: max(12px, var(--_size-m) * 0.867);
    --_size-l: calc(var(--_size-m) * 1.133);
    --_size-xl: calc(var(--_size-m) * 1.333);
    --_density: var(--tim-density, 1);
    --_radius-avatar: var(--tim-radius-avatar, 50%);
    --_radius: var(--tim-radius, 6px);
    --_radius-card: var(--tim-radius-card, 10px);
    --_radius-bubble: var(--tim-radius-bubble, 16px);
    --_target: 32px;
  }
  @media (pointer: coarse) {
    :host {
      --_target: 44px;
    }
  }
  :host([density='compact']) {
    --tim-density: 0.5;
  }
  :host([density='comfortable']) {
    --tim-density: 1;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([theme='auto']) {
    color-scheme: light dark;
  }
`;
