"""Words of the demo world. Every name made here is marked （演示）; nobody in it is real. Pure."""

from dataclasses import dataclass, field
from random import Random

from partybuild.organizations.kinds import OrganizationKind

MARK = "（演示）"

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马苗方"
    "任袁柳唐薛雷贺汤罗郝安于傅齐康顾孟黄萧尹姚邵汪祁毛狄戴宋庞熊纪舒项祝董梁杜阮蓝闵席季"
)
GIVEN = ("演示", "演示甲", "演示乙", "演示丙")

TOPICS = {
    "工商业服务": "家具 建材 餐饮 物流 电子商务 纺织 印刷 汽车维修 家政服务 软件 租赁 会展 "
    "酒类流通 装饰装修 包装 珠宝 美容美发 照明电器 五金 门窗 广告 停车服务 冷链 再生资源",
    "农业及农村发展": "苹果 猕猴桃 奶山羊 食用菌 蔬菜 种子 花卉 "
    "养蜂 水产 中药材 核桃 农机 茶叶 农资 乡村旅游",
    "科技与研究": "机械工程 计算机 化学化工 地理信息 测绘 气象 能源 "
    "新材料 航空科普 统计 金属 土木建筑 自动化 公路",
    "文化": "摄影 书法 剪纸 秦腔 皮影 诗词 收藏 广场舞 民俗 地方志 读书 影视 楹联 合唱",
    "体育": "羽毛球 太极拳 登山 围棋 轮滑 乒乓球 门球 健身气功 自行车 钓鱼 武术 游泳 毽球",
    "卫生": "医院管理 护理 中医药 口腔 康复医学 预防医学 老年保健 心理卫生 针灸 药学",
    "教育": "民办教育 职业教育 家庭教育 校外教育 幼儿教育 教育技术 研学旅行",
    "社会服务": "养老服务 志愿服务 社会工作 助残服务 儿童关爱 慈善 助学 殡葬服务 拥军优属",
    "法律": "公证 人民调解 法律援助 仲裁研究 法学",
    "生态环境": "环境保护 林业生态 节能 垃圾分类 水土保持 野生动植物 绿色出行",
    "职业及从业者组织": "会计 建筑师 营养师 导游 造价工程师 物业经理 心理咨询师",
    "国际及其他涉外组织": "国际交流 对外友好 留学归国人员",
    "其他": "老年人 青年企业家 女企业家 退役军人创业 校友",
}
TRADES = {"工商业服务", "农业及农村发展"}
"""Industries whose 协会 and 商会 are 行业协会商会."""
FORMS = ("协会", "商会", "促进会", "联合会", "研究会", "学会", "联谊会", "发展协会")
UNITS = {
    "教育": "幼儿园 培训学校 职业培训中心 艺术培训中心 语言培训学校 实验学校",
    "社会服务": "社会工作服务中心 养老服务中心 助残服务中心 儿童关爱中心 公益服务中心 日间照料中心",
    "卫生": "康复医院 门诊部 护理院 心理健康服务中心 中医馆",
    "文化": "艺术馆 博物馆 文化服务中心 书画院 文化传播中心",
    "体育": "健身俱乐部 青少年体育俱乐部 足球俱乐部 武术馆",
    "科技与研究": "科技创新研究院 技术研究所 产业研究院 数据研究中心",
    "法律": "法律服务中心 人民调解中心",
    "生态环境": "环保服务中心 生态研究中心",
    "农业及农村发展": "农业技术服务中心 乡村振兴服务中心",
    "工商业服务": "企业服务中心 创业孵化中心",
}
CAUSES = ("助学", "慈善", "教育发展", "医疗救助", "生态保护", "文化遗产", "乡村发展", "扶老助残")
CLUBS = (
    "舞蹈队", "合唱团", "书画社", "志愿服务队", "邻里互助会", "太极队", "棋牌社", "巡逻队",
    "老年人协会", "读书会", "剪纸社", "秦腔自乐班", "环保小队", "妈妈课堂", "乒乓球队", "议事会",
)  # fmt: skip
FIRST = "嘉禾星云沐启博远安泰和瑞恒丰景润德馨明致新诚宏卓越知夏青朗乐善同辉晨"
SECOND = "禾川泽原岭溪桥帆林舟田园木石光海峰竹梅松桐彩虹风屿桥舍苑盟星晖程远"


@dataclass
class Names:
    """Names that nobody in this world has had yet."""

    rng: Random
    taken: set[str] = field(default_factory=set)

    def organization(self, kind: OrganizationKind, place: str) -> tuple[str, str, bool]:
        """(name, industry, whether 行业协会商会) of an organization of a place."""
        for attempt in range(200):
            stem, industry, trade = self._stem(kind, attempt)
            name = f"{place}{stem}{MARK}"
            if name not in self.taken:
                self.taken.add(name)
                return name, industry, trade
        raise AssertionError(f"the words do not suffice for {place}")

    def _stem(self, kind: OrganizationKind, attempt: int) -> tuple[str, str, bool]:
        rng = self.rng
        if kind is OrganizationKind.ASSOCIATION:
            industry = rng.choices(list(TOPICS), [len(words) for words in TOPICS.values()])[0]
            trades = industry in TRADES
            form = rng.choices(FORMS, (12, 8, 1, 2, 1, 1, 1, 1) if trades else (1,) * 8)[0]
            brand = "" if attempt < 4 else self._brand()
            trade = trades and form in {"协会", "商会"}
            return f"{brand}{_one(rng, TOPICS[industry])}{form}", industry, trade
        if kind is OrganizationKind.PRIVATE_UNIT:
            industry = rng.choices(list(UNITS), [len(words) for words in UNITS.values()])[0]
            return f"{self._brand()}{_one(rng, UNITS[industry])}", industry, False
        if kind is OrganizationKind.FOUNDATION:
            return f"{self._brand()}{rng.choice(CAUSES)}基金会", "社会服务", False
        return f"{self._brand()}{rng.choice(CLUBS)}", "文化", False

    def _brand(self) -> str:
        return self.rng.choice(FIRST) + self.rng.choice(SECOND)

    def once(self, name: str) -> str:
        """The name marked, with a number where it was taken."""
        serial, found = 1, f"{name}{MARK}"
        while found in self.taken:
            serial += 1
            found = f"{name}第{_numeral(serial)}{MARK}"
        self.taken.add(found)
        return found


def person(rng: Random) -> str:
    """Somebody who is plainly an example: 张演示, 李演示乙."""
    return rng.choice(SURNAMES) + rng.choices(GIVEN, (6, 2, 2, 2))[0]


def telephone(rng: Random) -> str:
    """Eleven digits that no network has: no number in China begins with 100 and eight more."""
    return f"100{rng.randrange(10**8):08d}"


def bare(name: str) -> str:
    """The name without its mark, to build another one from."""
    return name.removesuffix(MARK)


def _one(rng: Random, words: str) -> str:
    return rng.choice(words.split())


def _numeral(number: int) -> str:
    digits = "〇一二三四五六七八九"
    return "".join(digits[int(digit)] for digit in str(number))
