// A shop's own script, as plain as most are. It knows the chat only by `window.TokenIM`.
(() => {
  const words = {
    'zh-CN': {
      skip: '跳到货架',
      navShop: '商店',
      navStudio: '工作室',
      navCare: '保养',
      language: '语言',
      theme: '浅色或深色',
      eyebrow: '秋季开窑 第 14 号',
      title: '为从容的清晨\u200b而作的陶器',
      lead: '小批量手工拉坯，五种海岸釉色，每月只烧一窑。',
      browse: '看看货架',
      ask: '问问陶艺师',
      shelf: '现在货架上',
      shelfNote: '六件器物，没有两件一样。',
      fact1: '四位陶艺师，一座窑',
      fact1Text: '每周一拉坯，每月最后一个周五开窑。',
      fact2: '为每一天而做',
      fact2Text: '可用洗碗机、微波炉和 180 °C 以内的烤箱。无釉的圈足请立着晾干。',
      fact3: '完好送达',
      fact3Text: '稻草和纸层层包裹。若途中破损，写信给我们，当天就再寄一件。',
      foot: 'Kiln & Cup 是虚构的小店，角落里的聊天是真的。',
      pages: '所有演示页面',
      about: '咨询这件',
      items: [
        ['晨杯', '280 毫升，陶土红，奶白釉'],
        ['潮汐碗', '直径 16 厘米，海蓝'],
        ['芦苇瓶', '高 24 厘米，素砂'],
        ['夜壶茶壶', '700 毫升，夜蓝，竹柄'],
        ['苔盘', '直径 22 厘米，苔绿'],
        ['双人小杯', '两只 90 毫升，配成一对'],
      ],
    },
    ar: {
      skip: 'انتقل إلى الرف',
      navShop: 'المتجر',
      navStudio: 'المشغل',
      navCare: 'العناية',
      language: 'اللغة',
      theme: 'فاتح أو داكن',
      eyebrow: 'حرقة الخريف رقم ١٤',
      title: 'خزف لصباحات هادئة',
      lead: 'نشكّله يدويًا بكميات صغيرة، ونطليه بخمسة من ألوان الساحل، ونحرقه مرة كل شهر.',
      browse: 'شاهد الرف',
      ask: 'اسأل الخزّافين',
      shelf: 'على الرف الآن',
      shelfNote: 'ست قطع، لا تشبه إحداها الأخرى.',
      fact1: 'أربعة خزّافين وفرن واحد',
      fact1Text: 'نعمل على الدولاب كل اثنين ونفتح الفرن آخر جمعة من الشهر.',
      fact2: 'صُنعت لكل يوم',
      fact2Text: 'تصلح لغسالة الصحون والميكروويف والفرن حتى ‎180 °C‎.',
      fact3: 'تصل سليمة',
      fact3Text: 'مغلفة بالقش والورق. إن انكسرت قطعة في الطريق فاكتب لنا ونرسل غيرها في اليوم نفسه.',
      foot: 'متجر Kiln & Cup متخيَّل، أما الدردشة في الزاوية فحقيقية.',
      pages: 'كل صفحات العرض',
      about: 'اسأل عنها',
      items: [
        ['كوب الصباح', '٢٨٠ مل، طين أحمر وطلاء كريمي'],
        ['وعاء المد', 'قطر ١٦ سم، أزرق بحري'],
        ['مزهرية القصب', 'ارتفاع ٢٤ سم، رملي'],
        ['إبريق الليل', '٧٠٠ مل، أزرق ليلي'],
        ['صحن الطحلب', 'قطر ٢٢ سم، أخضر طحلبي'],
        ['كوبان صغيران', 'اثنان بسعة ٩٠ مل'],
      ],
    },
  };
  const english = {
    about: 'Ask about it',
    items: [
      ['Morning cup', '280 ml, red clay, milk glaze'],
      ['Tide bowl', '16 cm across, sea blue'],
      ['Reed vase', '24 cm tall, bare sand'],
      ['Night teapot', '700 ml, night blue'],
      ['Moss plate', '22 cm across, moss green'],
      ['Small pair', 'Two cups of 90 ml'],
    ],
  };
  const prices = [34, 42, 68, 96, 38, 44];
  const art = [
    [
      ['path', 'g-clay', 'M100 78h92v50a44 44 0 0 1-44 44h-4a44 44 0 0 1-44-44z'],
      ['path', 'g-handle', 'M192 94h10a20 20 0 0 1 0 42h-14'],
      ['path', 'g-glaze', 'M100 78h92v24c-14 10-22-6-36 4s-24-4-34 4-22 2-22-6z'],
    ],
    [
      ['path', 'g-sea', 'M70 100h160c0 42-32 72-70 72h-20c-38 0-70-30-70-72z'],
      ['path', 'g-shade', 'M188 100h42c0 42-32 72-70 72 18-16 30-40 28-72z'],
      ['path', 'g-glaze', 'M70 100h160l-2 10H72z'],
    ],
    [
      ['path', 'g-sand', 'M132 40h36c-2 24 36 42 36 82 0 34-22 50-54 50s-54-16-54-50c0-40 38-58 36-82z'],
      ['path', 'g-shade', 'M168 40c-2 24 36 42 36 82 0 34-22 50-54 50 26-8 34-30 32-54-2-34-30-52-28-78z'],
      ['path', 'g-line', 'M101 104c30 10 68 10 98 0M98 116c32 10 72 10 104 0'],
    ],
    [
      ['path', 'g-handle night', 'M104 96c0-66 92-66 92 0'],
      ['path', 'g-night', 'M84 112c0-18 30-28 66-28s66 10 66 28c0 36-24 60-66 60s-66-24-66-60z'],
      ['path', 'g-night', 'M206 118c16-4 18-26 34-30l6 8c-12 10-10 36-34 44z'],
      ['path', 'g-shade', 'M190 92c16 4 26 12 26 20 0 36-24 60-66 60 34-8 48-40 40-80z'],
      ['path', 'g-glaze', 'M116 86c4-10 64-10 68 0-20-4-48-4-68 0z'],
      ['circle', 'g-glaze', '150 72 8'],
    ],
    [
      ['path', 'g-moss', 'M50 136h200c-6 22-44 34-72 34h-56c-28 0-66-12-72-34z'],
      ['path', 'g-glaze', 'M50 136c0-10 200-10 200 0-20 8-180 8-200 0z'],
      ['path', 'g-shade', 'M206 142l44-6c-6 22-44 34-72 34 14-6 26-16 28-28z'],
    ],
    [
      ['path', 'g-sand', 'M72 104h68l-8 62a8 8 0 0 1-8 6H88a8 8 0 0 1-8-6z'],
      ['path', 'g-clay', 'M164 104h68l-8 62a8 8 0 0 1-8 6h-36a8 8 0 0 1-8-6z'],
      ['path', 'g-glaze', 'M164 104h68l-2 18c-12 8-18-4-30 4s-22-2-34-4z'],
      ['path', 'g-line', 'M75 128c20 4 42 4 62 0'],
    ],
  ];

  const params = new URLSearchParams(location.search);
  const known = ['en', 'zh-CN', 'ar'];
  const lang = known.includes(params.get('lang')) ? params.get('lang') : 'en';
  const theme = ['light', 'dark'].includes(params.get('theme')) ? params.get('theme') : '';
  const root = document.documentElement;
  root.lang = lang;
  root.dir = lang === 'ar' ? 'rtl' : 'ltr';
  if (theme) root.dataset.theme = theme;

  const shape = (name) => document.createElementNS('http://www.w3.org/2000/svg', name);
  const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });

  /** Calls made before the chat's script has arrived wait in an array. */
  const chat = (...call) => {
    window.TokenIM ??= [];
    window.TokenIM.push(call);
  };

  function showPieces(t) {
    const price = new Intl.NumberFormat(lang, {
      style: 'currency',
      currency: 'EUR',
      maximumFractionDigits: 0,
    });
    const pieces = t.items.map(([name, text], i) => {
      const li = Object.assign(document.createElement('li'), { className: 'piece' });
      const svg = shape('svg');
      svg.setAttribute('viewBox', '0 0 300 240');
      svg.setAttribute('aria-hidden', 'true');
      const ground = shape('ellipse');
      for (const [k, v] of Object.entries({ class: 'g-ground', cx: 150, cy: 174, rx: 112, ry: 12 }))
        ground.setAttribute(k, v);
      svg.append(ground);
      for (const [tag, classes, d] of art[i]) {
        const part = shape(tag);
        part.setAttribute('class', classes);
        if (tag === 'path') part.setAttribute('d', d);
        else for (const [n, k] of ['cx', 'cy', 'r'].entries()) part.setAttribute(k, d.split(' ')[n]);
        svg.append(part);
      }
      const title = make('h3', name);
      title.append(Object.assign(make('span', price.format(prices[i])), { className: 'price' }));
      const ask = Object.assign(make('button', t.about), { type: 'button', onclick: () => chat('open') });
      ask.setAttribute('aria-label', `${t.about}: ${name}`);
      li.append(svg, title, make('p', text), ask);
      return li;
    });
    document.getElementById('grid').append(...pieces);
  }

  addEventListener('DOMContentLoaded', () => {
    const t = words[lang] ?? english;
    for (const node of document.querySelectorAll('[data-t]'))
      if (t[node.dataset.t]) node.textContent = t[node.dataset.t];
    for (const node of document.querySelectorAll('[data-t-label]'))
      if (t[node.dataset.tLabel]) node.ariaLabel = t[node.dataset.tLabel];
    showPieces(t);
    document.getElementById('ask').onclick = () => chat('open');

    const select = document.getElementById('lang');
    select.value = lang;
    select.onchange = () => {
      params.set('lang', select.value);
      location.search = params;
    };
    document.getElementById('theme').onclick = () => {
      const dark = root.dataset.theme
        ? root.dataset.theme === 'dark'
        : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
    };
  });
})();
